import { mapOutsideCode } from './outside-code.js';

/**
 * MDX without its programs: imports, exports and `{expressions}` go, components leave their content, attributes in
 * braces become plain ones where they hold a text. Nothing is ever run.
 */
export function removeJsx(mdx: string): string {
  return mapOutsideCode(removeModuleCode(mdx), (prose) => {
    let result = '';
    for (let at = 0; at < prose.length; ) {
      const char = prose[at];
      if (char === '\\') {
        result += prose.slice(at, at + 2);
        at += 2;
      } else if (char === '{') {
        const end = closingBrace(prose, at);
        if (end === -1) return result + prose.slice(at);
        result += expressionText(prose.slice(at + 1, end));
        at = end + 1;
      } else if (char === '<' && /^<\/?(?:[A-Za-z>]|$)/.test(prose.slice(at, at + 3))) {
        const end = tagEnd(prose, at);
        if (end === -1) {
          result += char;
          at++;
        } else {
          result += tagText(prose.slice(at, end + 1));
          at = end + 1;
        }
      } else {
        result += char;
        at++;
      }
    }
    return result;
  });
}

const IMPORT = /^import\s+(?:[\w*{}\s,$]+\s+from\s+)?["'][^"'\n]+["'];?[ \t]*$/gm;

/** Docusaurus reads `.md` as MDX too: imports at the very top of a body are not prose there. */
export function removeLeadingImports(markdown: string): string {
  return markdown.replace(/^(?:\s*import\s+(?:[\w*{}\s,$]+\s+from\s+)?["'][^"'\n]+["'];?[ \t]*(?:\n|$))+/, '\n');
}

function removeModuleCode(mdx: string): string {
  return mapOutsideCode(mdx, (prose) =>
    prose
      .replace(IMPORT, '')
      .replace(
        /^export\s+(?:const|let|var|function|default|async|class|type|interface|\{|\*)[\s\S]*?(?:\n[ \t]*(?=\n)|(?![\s\S]))/gm,
        '',
      ),
  );
}

/** Index of the brace that closes the one at `from`, strings and templates skipped; -1 when there is none. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'" || char === '`') {
      const end = text.indexOf(char, at + 1);
      // An apostrophe in a comment is no string.
      if (end !== -1 && !text.slice(at, end).includes('\n')) at = end;
    } else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return -1;
}

function tagEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      if (end === -1) return -1;
      at = end;
    } else if (char === '{') {
      const end = closingBrace(text, at);
      if (end === -1) return -1;
      at = end;
    } else if (char === '>') return at;
    else if (char === '<') return -1;
  }
  return -1;
}

/** `{'text'}` and a template without holes are text; a `{/* truncate *\/}` is Docusaurus' fold mark; the rest is a program. */
function expressionText(expression: string): string {
  const inner = expression.trim();
  if (/^\/\*\s*truncate\s*\*\/$/i.test(inner)) return '<!-- truncate -->';
  return stringOf(inner) ?? '';
}

function stringOf(expression: string): string | undefined {
  const found = /^(?:[\w.]+\()?\s*(["'`])((?:(?!\1)[^\\$])*)\1\s*\)?(?:\.default)?$/.exec(expression.trim());
  return found?.[2];
}

const KNOWN: Record<string, (attributes: Map<string, string>) => string> = {
  YouTube: (attributes) =>
    frame(`https://www.youtube.com/embed/${attributes.get('id') ?? attributes.get('videoid') ?? ''}`),
  LiteYouTubeEmbed: (attributes) => frame(`https://www.youtube.com/embed/${attributes.get('id') ?? ''}`),
  BiliBili: (attributes) =>
    frame(`https://player.bilibili.com/player.html?bvid=${attributes.get('bvid') ?? attributes.get('id') ?? ''}`),
  Image: (attributes) => image(attributes),
  Figure: (attributes) => image(attributes),
  Img: (attributes) => image(attributes),
};

function tagText(tag: string): string {
  const name = /^<\/?\s*([A-Za-z][\w.:-]*)?/.exec(tag)?.[1] ?? '';
  const component = name === '' || /^[A-Z]/.test(name) || name.includes('.');
  if (tag.startsWith('</')) return component ? '' : tag;
  const attributes = readAttributes(tag.slice(name.length + 1));
  if (component) return KNOWN[name]?.(attributes) ?? '';
  if (!tag.includes('{')) return tag;
  const kept = [...attributes].map(([key, value]) => ` ${key}="${value.replace(/"/g, '&quot;')}"`).join('');
  return `<${name}${kept}${/\/\s*>$/.test(tag) ? ' /' : ''}>`;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const found = /^\s*([\w:-]+)\s*=\s*/.exec(text.slice(at));
    if (!found) {
      at++;
      continue;
    }
    at += found[0].length;
    const open = text[at] as string;
    const end = open === '{' ? closingBrace(text, at) : text.indexOf(open, at + 1);
    if (end === -1) break;
    const inner = text.slice(at + 1, end);
    const value = open === '{' ? stringOf(inner) : inner;
    if (value !== undefined) attributes.set((found[1] as string).toLowerCase(), value);
    at = end + 1;
  }
  return attributes;
}

function frame(src: string): string {
  return `<iframe src="${src}"></iframe>`;
}

function image(attributes: Map<string, string>): string {
  const src = attributes.get('src');
  return src ? `<img src="${src}" alt="${(attributes.get('alt') ?? '').replace(/"/g, '&quot;')}">` : '';
}
