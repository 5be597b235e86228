import { mapOutsideCode } from './outside-code.js';

/**
 * Turns what site generators put into Markdown besides Markdown into plain HTML or Markdown: Hugo's and Zola's
 * shortcodes, Liquid tags of Jekyll and Hexo. What is known keeps its meaning (figure, video, a link to a page of this
 * site …); of the rest only the text between its tags stays.
 * @param linkTo the address of a page of this site by its source path, e.g. `blog/a.md`; undefined when there is none
 */
export function replaceShortcodes(markdown: string, linkTo: (source: string) => string | undefined): string {
  if (!markdown.includes('{{') && !markdown.includes('{%')) return markdown;
  return mapOutsideCode(verbatimBlocks(markdown), (prose) =>
    prose
      .replace(/\{\{([<%])\/\*\s*([\s\S]*?)\s*\*\/([>%])\}\}/g, (_, open, text, close) =>
        escapeHtml(`{{${open} ${text} ${close}}}`),
      )
      .replace(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g, '')
      .replace(
        /\{\{([<%])\s*(\/?)\s*([\w.\-/]+)((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`]){0,2000}?)\s*\/?\s*\1?[>%]\}\}/g,
        (_, __, closing, name, args) => (closing ? '' : draw(name, readArguments(args), linkTo)),
      )
      .replace(/\{%-?\s*(\/?)([\w-]+)((?:"[^"]*"|'[^']*'|[^%"']|%(?!\})){0,2000}?)-?%\}/g, (_, closing, name, args) =>
        closing ? '' : draw(name, readArguments(withoutCall(args)), linkTo),
      )
      .replace(/\{\{-?\s*(\w+)\(((?:"[^"]*"|'[^']*'|[^"')]){0,2000})\)\s*-?\}\}/g, (_, name, args) =>
        draw(name, readArguments(args), linkTo),
      )
      .replace(/\{\{-?\s*["']([^"'{}]*)["']\s*\|\s*(?:relative|absolute)_url\s*-?\}\}/g, '$1')
      .replace(/\{\{-?\s*(?:site|page)\.[\w.]+\s*(?:\|[^{}]*)?-?\}\}/g, ''),
  );
}

/** Shortcodes and tags whose content is code, or something only a script can draw. */
const VERBATIM = 'highlight|codeblock|code|mermaid|plantuml|katex|math|chart|echarts|goat|raw|verbatim';
const HUGO_VERBATIM = new RegExp(
  `\\{\\{[<%]\\s*(${VERBATIM})\\b([^>%]*?)[>%]\\}\\}([\\s\\S]*?)\\{\\{[<%]\\s*/\\s*\\1\\s*[>%]\\}\\}`,
  'g',
);
const LIQUID_VERBATIM = new RegExp(
  `\\{%-?\\s*(${VERBATIM})\\b([^%]*?)-?%\\}([\\s\\S]*?)\\{%-?\\s*end\\1\\s*-?%\\}`,
  'g',
);

function verbatimBlocks(markdown: string): string {
  const fence = (_: string, name: string, args: string, code: string) => {
    if (name === 'raw' || name === 'verbatim') return code;
    const named = /\blang(?:uage)?\s*[:=]\s*["']?([\w+#-]+)/.exec(args)?.[1];
    const word =
      named ??
      /[\w+#-]+/.exec(args.replace(/\w+\s*[:=]\s*\S+/g, ''))?.[0] ??
      (/^(highlight|code)/.test(name) ? '' : name);
    const ticks = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
    return `\n${ticks}${word}\n${code.replace(/^\n|\n[ \t]*$/g, '')}\n${ticks}\n`;
  };
  return mapOutsideCode(markdown, (prose) => prose.replace(HUGO_VERBATIM, fence).replace(LIQUID_VERBATIM, fence));
}

interface Arguments {
  /** In order. */
  list: string[];
  named: Map<string, string>;
}

/** `a "b c" key="v"`, `key=v`, `key: v`, `a, b`. */
function readArguments(text: string): Arguments {
  const list: string[] = [];
  const named = new Map<string, string>();
  const pattern = /(?:([\w-]+)\s*[=:](?!\/\/)\s*)?(?:"((?:\\.|[^"\\])*)"|'([^']*)'|`([^`]*)`|([^\s,"'`]+))/g;
  for (const [, key, double, single, back, bare] of text.matchAll(pattern)) {
    const value = double?.replace(/\\(.)/g, '$1') ?? single ?? back ?? bare ?? '';
    if (key) named.set(key.toLowerCase(), value);
    else list.push(value);
  }
  return { list, named };
}

/** Zola writes `{% name(args) %}`. */
function withoutCall(args: string): string {
  return args.replace(/^\s*\(([\s\S]*)\)\s*$/, '$1');
}

function draw(name: string, { list, named }: Arguments, linkTo: (source: string) => string | undefined): string {
  const [one = '', two = ''] = list;
  const id = named.get('id') ?? one;
  switch (name.toLowerCase()) {
    case 'figure':
    case 'img':
    case 'image':
    case 'imgproc':
    case 'asset_img': {
      const src =
        named.get('src') ?? named.get('link') ?? list.find((word) => /\.\w{3,4}(?:\?|$)|\//.test(word)) ?? one;
      const caption =
        named.get('caption') ??
        named.get('title') ??
        list
          .slice(list.indexOf(src) + 1)
          .filter((word) => !/^\d+%?$/.test(word))
          .join(' ');
      return figure(src, named.get('alt') ?? caption, caption, named.get('link'));
    }
    case 'youtube':
    case 'youtuber':
      return link(
        /^https?:/.test(id) ? id : `https://www.youtube.com/watch?v=${id}`,
        named.get('title') ?? '▶ YouTube',
      );
    case 'bilibili':
    case 'bili':
      return link(
        /^https?:/.test(id) ? id : `https://www.bilibili.com/video/${/^\d+$/.test(id) ? `av${id}` : id}`,
        named.get('title') ?? '▶ bilibili',
      );
    case 'vimeo':
      return link(`https://vimeo.com/${id}`, named.get('title') ?? '▶ Vimeo');
    case 'gist':
      return link(`https://gist.github.com/${[one, two].filter((word) => word !== '').join('/')}`, 'gist');
    case 'video':
    case 'videos': {
      const src = named.get('src') ?? named.get('mp4') ?? named.get('url') ?? one;
      return /\.(mp4|webm|ogv|mov|m4v)(\?|$)/i.test(src)
        ? `<video src="${escapeHtml(src)}" controls></video>`
        : link(src, `▶ ${hostOf(src)}`);
    }
    case 'audio':
      return `<audio src="${escapeHtml(named.get('src') ?? one)}" controls></audio>`;
    case 'tweet':
    case 'twitter':
    case 'x':
      return link(
        `https://x.com/${named.get('user') ?? (two === '' ? 'i' : one)}/status/${named.get('id') ?? (two || one)}`,
        'X',
      );
    case 'instagram':
      return link(`https://www.instagram.com/p/${id}/`, 'Instagram');
    case 'link':
      // Jekyll's names a source file, Hexo's and themes' an address.
      if (!/^https?:/.test(one) && /\.\w+$/.test(one)) return linkTo(one) ?? '';
      return /^https?:/.test(list.at(-1) ?? '')
        ? link(list.at(-1) as string, list.slice(0, -1).join(' '))
        : (linkTo(one) ?? '');
    case 'ref':
    case 'relref':
      return linkTo(named.get('path') ?? one) ?? '';
    case 'post_url':
    case 'post_path':
      return linkTo(`${one}.md`) ?? '';
    case 'post_link':
      return link(linkTo(`${one}.md`) ?? '', list.slice(1).join(' ') || one);
    default:
      return '';
  }
}

function figure(src: string, alt: string, caption: string, href?: string): string {
  if (src === '') return '';
  const image = `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`;
  const linked = href && href !== src ? `<a href="${escapeHtml(href)}">${image}</a>` : image;
  return `<figure>${linked}${caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`}</figure>`;
}

function link(href: string, text: string): string {
  return href === '' ? escapeHtml(text) : `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\{/g, '&#123;');
}
