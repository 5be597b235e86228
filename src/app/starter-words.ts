import type { Language } from '../message/message.js';

/** The texts of a new postrider.yaml and of its first digest job. Every section is YAML with comments. */
export interface StarterWords {
  head(generator: string, source: string): string;
  url: string;
  timezone: string;
  path: string;
  repository: string[];
  generator(name: string): string;
  permalink: string;
  withoutUrl: string;
  feeds: string;
  announce: string;
  places: string;
  channels: string;
  job: string;
}

const en: StarterWords = {
  head: (generator, source) => `
# Postrider's config, written for ${generator}${source === '' ? '' : ` from ${source}`}. It works as it is: \`npx postrider start\`.
# \${NAME} takes an environment variable (a .env beside this file is read), so that no secret stands here.
# A mistake is reported with its line and how to mend it; \`npx postrider doctor\` checks the rest.`,
  url: 'Where the articles live. Permalinks are below it.',
  timezone: 'For dates without a zone and for schedules.',
  path: 'The folder the posts are in, from here.',
  repository: [
    'Or let Postrider clone the repository and follow it (path is then inside it):',
    'repository: https://github.com/example/site.git',
    'branch: main',
  ],
  generator: (name) =>
    `Addresses are made by ${name}'s rules, so that each article has the address it has on the site.`,
  permalink: 'Where an article is; what a post says itself (url, permalink, slug) wins.',
  withoutUrl: "Until site.url is set, Postrider's own pages are the articles. Then take away the # below.",
  feeds: `
feeds:
  # Postrider's own public address: feeds, digest pages, what hubs and bots are told. Until it is set: where it listens.
  # url: https://feeds.example.org
  limit: 50
  content: full        # or summary`,
  announce: `
announce:
  maxAge: 30d          # an older post is listed, never announced
  burst: 5             # more new posts than this at once become one message
  edits: update        # or ignore
  deletes: keep        # or delete`,
  places: `
# The database, the clone and the cache. Not for git.
dataDir: .postrider
server: { host: 127.0.0.1, port: 8080 }
# Digest jobs, one Markdown file each.
jobs: jobs`,
  channels: `
channels:
  # This terminal: see what would be sent before anybody else does.
  - { name: console, type: console }
  # Slack, with a bot of your own (\`npx postrider slack-manifest\` prints its manifest):
  # - { name: community, type: slack, token: "\${SLACK_BOT_TOKEN}", channel: C0123456, language: en }
  # DingTalk, with a group's own robot:
  # - { name: dingtalk-group, type: dingtalk, webhook: "\${DINGTALK_WEBHOOK}", secret: "\${DINGTALK_SECRET}", language: zh }
  # WeCom, Feishu, Discord, Telegram and more: docs/channels.md
# The bot that answers in Slack:
# bot:
#   slack: { token: "\${SLACK_BOT_TOKEN}", signingSecret: "\${SLACK_SIGNING_SECRET}" }`,
  job: `---
title: Weekly reading
# Every Friday at ten, in the site's time zone: minute, hour, day, month, weekday.
schedule: "0 10 * * 5"
# New articles of the last seven days; from the end of the last edition, if that is earlier.
window: 7d
# Names of channels in postrider.yaml.
channels: [console]
posts: 10
readings: 4
# A week without news stays quiet; \`send\` sends all the same.
whenEmpty: skip
# A run missed by at most two days is made up at start.
catchUp: 2d
---
Hello from {{ site.title }}! Here is what to read in {{ edition.label }}.

{% if posts.size > 0 %}
### New this week

{% for post in posts %}
- [{{ post.title }}]({{ post.url }}){% if post.author != '' %}, {{ post.author }}{% endif %}
{% endfor %}

{% if edition.more > 0 %}
There are {{ edition.more }} more on the site.
{% endif %}
{% endif %}

{% if readings.size > 0 %}
### Recommended reading

{% for reading in readings %}
- [{{ reading.title }}]({{ reading.url }}) ({{ reading.reason }})
{% endfor %}
{% endif %}

See you next week!
`,
};

const zh: StarterWords = {
  head: (generator, source) => `
# Postrider 的配置，${source === '' ? '' : `根据 ${source} `}按 ${generator === 'plain Markdown' ? '普通 Markdown 文件夹' : `${generator} 站点`}写好，可以直接运行：npx postrider start。
# \${NAME} 会换成环境变量的值（同目录的 .env 也会读取），密钥请不要写在这里。
# 写错了会指出在哪一行、怎么改；其余的交给 npx postrider doctor 检查。`,
  url: '文章所在的网站，文章地址都从这里算起。',
  timezone: '没写时区的日期和定时任务，都按这个时区算。',
  path: '文章所在的文件夹，相对于本文件。',
  repository: [
    '也可以让 Postrider 自己克隆仓库并跟踪更新（此时 path 是仓库里的文件夹）：',
    'repository: https://github.com/example/site.git',
    'branch: main',
  ],
  generator: (name) => `文章地址按 ${name} 的规则生成，与网站上的地址一致。`,
  permalink: '文章的地址；文章自己写了 url、permalink 或 slug 的，以文章为准。',
  withoutUrl: '没有填 site.url 时，文章就展示在 Postrider 自己的页面上；填好以后，请去掉下面的 #。',
  feeds: `
feeds:
  # Postrider 自己对外的地址：订阅源、周报页面都在这里。没有填的时候，就是它监听的地址。
  # url: https://feeds.example.org
  limit: 50
  content: full        # 或 summary，只放摘要`,
  announce: `
announce:
  maxAge: 30d          # 比这更早的文章只收录，不推送
  burst: 5             # 一次新增超过这么多篇，合并成一条消息
  edits: update        # 文章改了，消息跟着改；ignore 则不改
  deletes: keep        # 文章删了，消息保留；delete 则一并删除`,
  places: `
# 数据库、克隆的仓库和缓存都在这里，不要提交到 git。
dataDir: .postrider
server: { host: 127.0.0.1, port: 8080 }
# 周报等定时任务，每个任务一个 Markdown 文件。
jobs: jobs`,
  channels: `
channels:
  # 这个终端：先自己看看会发出什么。
  - { name: console, type: console }
  # Slack：用自己的应用（npx postrider slack-manifest 会打印应用清单）：
  # - { name: community, type: slack, token: "\${SLACK_BOT_TOKEN}", channel: C0123456, language: zh }
  # 钉钉：群里的自定义机器人：
  # - { name: dingtalk-group, type: dingtalk, webhook: "\${DINGTALK_WEBHOOK}", secret: "\${DINGTALK_SECRET}", language: zh }
  # 企业微信、飞书、Discord、Telegram 等：docs/channels.zh-CN.md
# 在 Slack 里答问的机器人：
# bot:
#   slack: { token: "\${SLACK_BOT_TOKEN}", signingSecret: "\${SLACK_SIGNING_SECRET}" }`,
  job: `---
title: 本周推荐阅读
# 每周五上午十点（站点时区）。五段依次是：分、时、日、月、星期。
schedule: "0 10 * * 5"
# 收录最近七天的新文章；如果上一期结束得更早，就从那时算起。
window: 7d
# 发到哪些频道，名字与 postrider.yaml 里的一致。
channels: [console]
posts: 10
readings: 4
# 没有新内容的一周不打扰大家；想照发不误，改成 send。
whenEmpty: skip
# 到点时程序没在运行？两天之内重新启动会补发。
catchUp: 2d
---
大家好，这里是 {{ site.title }} {{ edition.label }}的推荐阅读。

{% if posts.size > 0 %}
### 本周新文章

{% for post in posts %}
- [{{ post.title }}]({{ post.url }}){% if post.author != '' %}，{{ post.author }}{% endif %}
{% endfor %}

{% if edition.more > 0 %}
还有 {{ edition.more }} 篇没有列在这里，欢迎到网站上看。
{% endif %}
{% endif %}

{% if readings.size > 0 %}
### 本周推荐阅读

{% for reading in readings %}
- [{{ reading.title }}]({{ reading.url }})（{{ reading.reason }}）
{% endfor %}
{% endif %}

我们下周见！
`,
};

export const starterWords: Record<Language, StarterWords> = { en, zh };
