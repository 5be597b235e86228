/** What pages and feeds say about the site; from the config. */
export interface SiteSettings {
  title: string;
  description: string;
  /** BCP 47. */
  language: string;
  /** IANA zone for moments without their own (an edition's time, the next run). */
  timezone: string;
  /** Where articles live (`site.url`). */
  siteUrl: string;
  /** Postrider's own public address (`feeds.url`). It may have a path. */
  baseUrl: string;
  /** Items per feed document. */
  feedLimit: number;
  feedContent: 'full' | 'summary';
  /** WebSub hubs. */
  hubs: readonly string[];
  /** The bot's slash command in Slack. */
  slackCommand: string;
}
