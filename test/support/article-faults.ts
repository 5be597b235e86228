import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { Article } from '../../src/content/post.js';
import { ILLEGAL } from '../../src/content/strip-illegal.js';

const DANGEROUS_TAGS = new Set(
  'script style iframe form input button textarea object embed svg math link meta base template'.split(' '),
);

/** What an article must never have, seen as a browser sees it (the HTML standard's own parser); empty when it is safe for any reader. */
export function articleFaults({ html, text }: Article): string[] {
  const faults: string[] = [];
  visit(parseFragment(html), faults);
  if (ILLEGAL.test(html)) faults.push('an illegal character in the HTML');
  if (ILLEGAL.test(text)) faults.push('an illegal character in the text');
  return faults;
}

function visit(node: DefaultTreeAdapterTypes.Node, faults: string[]): void {
  if ('tagName' in node) {
    if (DANGEROUS_TAGS.has(node.tagName)) faults.push(`<${node.tagName}>`);
    for (const { name, value } of node.attrs) {
      if (/^on|^style$|^srcset$|^data-/.test(name)) faults.push(`${node.tagName} ${name}`);
      const isAddress = /^(?:href|src|poster)$/.test(name);
      if (isAddress && !/^(?:https?|mailto):$/.test(URL.canParse(value) ? new URL(value).protocol : '')) {
        faults.push(`${node.tagName} ${name}=${value}`);
      }
    }
    if (node.tagName === 'img' && !node.attrs.some(({ name }) => name === 'src')) faults.push('img without src');
  }
  if ('childNodes' in node) for (const child of node.childNodes) visit(child, faults);
}
