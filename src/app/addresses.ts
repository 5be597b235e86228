import type { Config } from '../config/load-config.js';
import type { SiteSettings } from '../web/site-settings.js';

/** The public addresses of an installation. */
export interface Addresses {
  /** Postrider's own (`feeds.url`); without it, where it listens. */
  baseUrl: string;
  /** Where the articles live (`site.url`); without it, Postrider's own pages are the articles. */
  siteUrl: string;
  /** The permalink pattern; undefined: the reader's default. */
  permalink?: string;
}

/** @param port the port really listened on, when it is not the configured one (0 takes a free one) */
export function addressesOf({ feeds, site, content, server }: Config, port = server.port): Addresses {
  const host = ['0.0.0.0', '::', ''].includes(server.host) ? '127.0.0.1' : server.host;
  const baseUrl = (feeds.url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(/\/+$/, '');
  const ownPages = site.url === undefined ? '/posts/{slug}/' : undefined;
  return { baseUrl, siteUrl: site.url ?? baseUrl, permalink: content.permalink ?? ownPages };
}

export function siteSettings({ site, feeds, bot }: Config, { baseUrl, siteUrl }: Addresses): SiteSettings {
  return {
    title: site.title,
    description: site.description,
    language: site.language,
    timezone: site.timezone,
    siteUrl,
    baseUrl,
    feedLimit: feeds.limit,
    feedContent: feeds.content,
    hubs: feeds.hub,
    slackCommand: bot.slack?.command ?? '/posts',
  };
}
