import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Full articles for RSS, as most communities change Hugo's own template (which gives summaries). */
const RSS = `{{- printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ .Site.Title }}</description>
{{- $pages := cond .IsHome .Site.RegularPages .Pages }}
{{- range $pages }}
<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Description }}</description>
<content:encoded>{{ printf "<![CDATA[%s]]>" .Content | safeHTML }}</content:encoded></item>
{{- end }}
</channel></rss>
`;

/** Feeds only: no page is drawn. Code is left as it is, as in ours. */
const config = (contentDir: string) => `
baseURL = "https://blog.example.org/"
languageCode = "zh-CN"
title = "Bench"
contentDir = ${JSON.stringify(contentDir)}
disableKinds = ["section", "sitemap", "robotsTXT", "404"]
[taxonomies]
  tag = "tags"
  category = "categories"
  author = "author"
[outputs]
  home = ["RSS"]
  taxonomy = []
  term = ["RSS"]
  page = []
[markup.highlight]
  codeFences = false
[markup.goldmark.renderer]
  unsafe = true
`;

/** Writes a Hugo site that gives RSS with full articles for the whole library and for each tag, category and author. */
export function writeHugoSite(folder: string, contentDir: string): void {
  mkdirSync(join(folder, 'layouts/_default'), { recursive: true });
  writeFileSync(join(folder, 'config.toml'), config(contentDir));
  writeFileSync(join(folder, 'layouts/_default/rss.xml'), RSS);
}

export function hugoCommand(folder: string, out: string): string[] {
  return ['hugo', '--quiet', '--source', folder, '--destination', out];
}
