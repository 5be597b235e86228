import { foldTitle } from '../library/fold-term.js';
import { urlKey } from './link-key.js';

/** Words that come and go when a title is typed again: `够用了么` and `够用了吗`, `业务落地` and `业务的落地`. */
const PARTICLES = /[的了么吗呢啦吧呀]/g;
/** `MOSN｜Go 原生插件使用问题全解析`: a label, then the title; or the other way round. */
const LABEL = /[|｜丨]/;
/** A part of a title this long (folded characters) names the article by itself. */
const TELLING = 10;

interface Titled {
  title: string;
  url: string;
}

/** What two spellings of one article's title share; '' when nothing is left of it. */
export function titleKey(title: string): string {
  const folded = foldTitle(title);
  return folded.replace(PARTICLES, '') || folded;
}

/**
 * Articles that were met already. An article is the same when its address is, or its title: small words aside, and with
 * or without a label before or after it.
 */
export class SeenArticles {
  private readonly urls = new Set<string>();
  private readonly titles = new Set<string>();
  private readonly parts = new Set<string>();

  constructor(articles: Iterable<Titled> = []) {
    for (const article of articles) this.add(article);
  }

  add({ title, url }: Titled): void {
    this.addUrl(url);
    const key = titleKey(title);
    if (key !== '') this.titles.add(key);
    for (const part of partsOf(title)) this.parts.add(part);
  }

  addUrl(url: string): void {
    this.urls.add(urlKey(url));
  }

  has({ title, url }: Titled): boolean {
    const key = titleKey(title);
    if (this.urls.has(urlKey(url)) || this.titles.has(key) || this.parts.has(key)) return true;
    // A part against a part says nothing: articles of a series share their label.
    return partsOf(title).some((part) => this.titles.has(part));
  }
}

function partsOf(title: string): string[] {
  const parts = title.split(LABEL);
  return parts.length < 2 ? [] : parts.map(titleKey).filter((part) => part.length >= TELLING);
}
