import { parse } from 'parse5';
import type { EmailPayload } from '../../src/channels/email/render-email.js';

/** Gmail clips what is longer. Bytes. */
const CLIP = 102 * 1024;
/** What Word, Gmail and the rest throw away or refuse. */
const REFUSED_TAGS = ['script', 'style', 'link', 'iframe', 'form', 'input', 'video', 'audio', 'object', 'svg', 'base'];
const ADDRESSES = /^(?:https?:\/\/[^/]+|mailto:[^@]+@)/;

// biome-ignore lint/suspicious/noExplicitAny: parse5's tree
type Node = any;

/** What is wrong with a mail before it is composed. */
export function emailFaults({ subject, headers, html }: EmailPayload): string[] {
  const broken = [subject, ...Object.values(headers)].filter((value) => /[\r\n\0]/.test(value));
  return [...broken.map((value) => `a header of two lines: ${value}`), ...letterFaults(html)];
}

/** What mail clients would break of an HTML mail. */
export function letterFaults(html: string): string[] {
  const faults: string[] = [];
  if (Buffer.byteLength(html) > CLIP) faults.push('longer than Gmail shows');
  const visit = (node: Node) => {
    const attributes = Object.fromEntries((node.attrs ?? []).map(({ name, value }: Node) => [name, value]));
    if (REFUSED_TAGS.includes(node.nodeName)) faults.push(`a <${node.nodeName}>`);
    for (const name of Object.keys(attributes)) {
      if (/^(?:class|id|on\w+)$/.test(name)) faults.push(`an attribute ${name}`);
    }
    if (/url\(|position:|float:|display:\s*(?:flex|grid)|!important|@|<!--/i.test(attributes.style ?? '')) {
      faults.push(`a style that clients drop: ${attributes.style}`);
    }
    for (const name of ['href', 'src', 'background']) {
      const value = attributes[name];
      if (value !== undefined && !ADDRESSES.test(value)) faults.push(`an address that leads nowhere: ${value}`);
    }
    if (node.nodeName === 'img' && attributes.alt === undefined) faults.push('a picture without alt');
    if (node.nodeName === 'table' && attributes.role !== 'presentation' && !attributes.style?.includes('collapse')) {
      faults.push('a table of the layout that screen readers would count');
    }
    for (const child of node.childNodes ?? []) visit(child);
  };
  visit(parse(html));
  return faults;
}
