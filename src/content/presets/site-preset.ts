/** What a site's own config says about its posts, in Postrider's words. */
export interface SitePreset {
  generator: 'hugo' | 'hexo' | 'jekyll' | 'zola' | 'docusaurus' | 'astro' | 'plain';
  /** The config file it was read from, relative to the site's folder; '' when there is none. */
  source: string;
  title: string;
  description: string;
  /** Where the articles live; '' when the site does not say. */
  url: string;
  /** BCP 47 tag; '' when the site does not say. */
  language: string;
  /** IANA zone; '' when the site does not say. */
  timezone: string;
  /** Relative to the site's folder. */
  contentPath: string;
  include: string[];
  exclude: string[];
  permalink: string;
  /** What could not be taken over, and what to look at, one sentence each. */
  notes: string[];
}
