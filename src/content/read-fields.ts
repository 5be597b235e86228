import type { FrontMatter } from './front-matter.js';
import type { Finding } from './lint-rules.js';
import { collapse } from './plain-text.js';
import type { Author } from './post.js';
import { type Moment, readDate } from './read-date.js';

/** What the front matter says, typed; what it does not say is empty or undefined. */
export interface Fields {
  title: string;
  date?: Moment;
  updated?: Moment;
  authors: Author[];
  description: string;
  categories: string[];
  tags: string[];
  keywords: string[];
  /** As written. */
  cover: string;
  slug: string;
  /** As written. */
  permalink: string;
  /** As written. */
  aliases: string[];
  draft: boolean;
  expires?: number;
  lang: string;
  announce: { enabled: boolean; note?: string; channels: string[] };
}

const DATE_KEYS = ['date', 'pubdate', 'publishdate'];
const TRUE = /^(true|yes|on|1|y)$/i;
const FALSE = /^(false|no|off|0|n)$/i;

/** @param zone IANA zone for dates that name none */
export function readFields(front: FrontMatter, zone: string, findings: Finding[]): Fields {
  const reader = new FieldReader(front, zone, findings);
  const published = reader.raw('published');
  const publishedDate =
    published !== undefined && asBoolean(published) === undefined ? reader.date('published') : undefined;
  const own = reader.map('postrider');
  const note = collapse(textOf(own.get('note')) ?? '');
  return {
    title: collapse(reader.text('title')),
    date: DATE_KEYS.map((key) => reader.date(key)).find((moment) => moment !== undefined) ?? publishedDate,
    updated: reader.date('lastmod') ?? reader.date('updated'),
    authors: readAuthors(reader),
    description: collapse(reader.text('description', 'summary')),
    categories: reader.terms('categories', 'category'),
    tags: reader.terms('tags', 'tag'),
    keywords: reader.terms('keywords'),
    cover: reader.picture('cover', 'image', 'thumbnail', 'banner'),
    slug: reader.text('slug').trim(),
    permalink: reader.text('url', 'permalink').trim(),
    aliases: ['aliases', 'alias', 'redirect_from'].flatMap((key) => reader.list(key)),
    draft: reader.flag('draft', false) || asBoolean(published) === false,
    expires: reader.date('expirydate')?.time,
    lang: reader.text('lang').trim(),
    announce: {
      enabled: asBoolean(own.get('announce')) ?? true,
      ...(note !== '' && { note }),
      channels: flatTexts(own.get('channels')),
    },
  };
}

function readAuthors(reader: FieldReader): Author[] {
  const links = reader.list('authorlink');
  const values = ['authors', 'author'].map((key) => reader.raw(key)).find((value) => value !== undefined);
  const list = Array.isArray(values) ? values.flat(Number.POSITIVE_INFINITY) : [values];
  const authors = list.map(asAuthor).filter((author) => author !== undefined);
  return authors.map((author, index) => {
    const url = author.url ?? links[index];
    return { name: author.name, ...(url !== undefined && isHttp(url) && { url }) };
  });
}

/** `name`, or a map of it (Docusaurus, Hugo). */
function asAuthor(value: unknown): Author | undefined {
  if (isMap(value)) {
    const name = collapse(textOf(value.name) ?? textOf(value.title) ?? '');
    const url = textOf(value.url) ?? textOf(value.link);
    return name === '' ? undefined : { name, url };
  }
  const name = collapse(textOf(value) ?? '');
  return name === '' ? undefined : { name };
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Reads single fields, and says so when one holds what it should not. */
class FieldReader {
  constructor(
    private readonly front: FrontMatter,
    private readonly zone: string,
    private readonly findings: Finding[],
  ) {}

  raw(key: string): unknown {
    return this.front.data.get(key);
  }

  /** The first of the keys that holds text. A list's first text counts. */
  text(...keys: string[]): string {
    for (const key of keys) {
      const value = this.raw(key);
      const text = textOf(Array.isArray(value) ? value[0] : value);
      if (text !== undefined && text.trim() !== '') return text;
      if (value !== undefined && text === undefined) this.wrongType(key, 'a text');
    }
    return '';
  }

  list(key: string): string[] {
    const value = this.raw(key);
    if (isMap(value)) this.wrongType(key, 'a text or a list of texts');
    return flatTexts(value);
  }

  /** Terms: a list, or one text, in which commas separate. Each once. */
  terms(...keys: string[]): string[] {
    const found = keys.map((key) => ({ key, value: this.raw(key) })).find(({ value }) => value !== undefined);
    if (!found) return [];
    if (isMap(found.value)) this.wrongType(found.key, 'a text or a list of texts');
    const scalar = textOf(found.value);
    this.reportSpaces(found.key, scalar === undefined ? found.value : [scalar]);
    // A full-width comma is no part of a name, not even in a list: `[甲，乙]` is one text to YAML.
    const texts =
      scalar === undefined ? flatTexts(found.value).flatMap((text) => text.split('，')) : scalar.split(/[,，;；]/);
    return [...new Set(texts.map(collapse).filter((text) => text !== ''))];
  }

  /** Terms match without them, but other tools of the site may make two terms of it. */
  private reportSpaces(key: string, value: unknown): void {
    for (const each of Array.isArray(value) ? value : []) {
      if (typeof each !== 'string' || each === each.trim() || each.trim() === '') continue;
      this.findings.push({
        line: this.front.lineOf(key),
        rule: 'term-spaces',
        message: `${key}: "${each}" has spaces at its ends`,
        hint: `write "${each.trim()}"`,
      });
    }
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.raw(key);
    const flag = asBoolean(value);
    if (value !== undefined && flag === undefined) this.wrongType(key, 'true or false');
    return flag ?? otherwise;
  }

  map(key: string): Map<string, unknown> {
    const value = this.raw(key);
    if (value !== undefined && !isMap(value)) this.wrongType(key, 'a map of fields');
    return isMap(value) ? new Map(Object.entries(value)) : new Map();
  }

  /** A picture's address: text, the first of a list, or a map with it (Hugo themes). */
  picture(...keys: string[]): string {
    for (const key of keys) {
      const value = this.raw(key);
      const first: unknown = Array.isArray(value) ? value[0] : value;
      const text = isMap(first)
        ? ['src', 'image', 'url', 'path'].map((name) => textOf(first[name])).find(Boolean)
        : textOf(first);
      if (text !== undefined && text.trim() !== '') return text.trim();
    }
    return '';
  }

  date(key: string): Moment | undefined {
    const value = this.raw(key);
    if (value === undefined || textOf(value)?.trim() === '') return undefined;
    const reading = readDate(typeof value === 'number' ? value : textOf(value), this.zone);
    const line = this.front.lineOf(key);
    if ('fault' in reading) {
      const hint = 'write it as 2022-02-03T15:00:00+08:00';
      this.findings.push({ line, rule: 'date-invalid', message: `${key}: ${reading.fault}`, hint });
      return undefined;
    }
    if (reading.ambiguous) {
      const message = `${key}: day or month first? It was read as ${reading.moment.iso.slice(0, 10)}`;
      this.findings.push({ line, rule: 'date-ambiguous', message, hint: 'write it as 2022-02-03' });
    }
    return reading.moment;
  }

  private wrongType(key: string, wanted: string): void {
    this.findings.push({
      line: this.front.lineOf(key),
      rule: 'field-type',
      message: `${key} should be ${wanted}`,
      hint: `correct ${key}, or delete it`,
    });
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

/** All texts of a value, lists in lists included (Hexo's category paths). */
function flatTexts(value: unknown): string[] {
  const list = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return list.map((each) => collapse(textOf(each) ?? '')).filter((text) => text !== '');
}

function asBoolean(value: unknown): boolean | undefined {
  const text = textOf(value)?.trim() ?? '';
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : undefined;
}
