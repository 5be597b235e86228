import type { AppsManifestCreateArguments } from '@slack/web-api';
import type { Config } from '../../config/load-config.js';
import { truncate } from '../../message/truncate.js';
import { languageOf } from '../../message/words.js';
import { SHORTCUTS } from './shortcuts.js';

// docs.slack.dev/reference/app-manifest
const LONGEST_NAME = 35;
const LONGEST_DESCRIPTION = 140;
const SLACK_GREEN = '#1f6f5c';

export interface ManifestOptions {
  /** Postrider's public address, where Slack can reach it; absent: Socket Mode, which needs none. */
  url?: string;
  /** A digest job collects questions from threads (`questions` in its file). */
  questions: boolean;
}

type Manifest = AppsManifestCreateArguments['manifest'];
type BotScopes = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>;
type Events = NonNullable<NonNullable<NonNullable<Manifest['settings']>['event_subscriptions']>['bot_events']>;

/** The manifest of the Slack app that does what the config says, and may do nothing else. */
export function slackManifest(config: Pick<Config, 'site' | 'bot'>, options: ManifestOptions): Manifest {
  const { site, bot } = config;
  const zh = languageOf(bot.slack?.language ?? site.language) === 'zh';
  const domain = unfurlDomain(site.url);
  const socketMode = options.url === undefined || (bot.slack?.appToken ?? '') !== '';
  const request_url = `${options.url?.replace(/\/+$/, '')}/slack/events`;
  const where = socketMode ? {} : { request_url };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: truncate(site.title, LONGEST_NAME),
      description: truncate(describe(zh), LONGEST_DESCRIPTION),
      long_description: describeAtLength(bot.slack?.command ?? '/posts', zh),
      background_color: SLACK_GREEN,
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'postrider', always_online: true },
      shortcuts: shortcuts(zh),
      slash_commands: [
        {
          command: bot.slack?.command ?? '/posts',
          description: zh ? '查文章、搜索、订阅' : 'Look up, search and subscribe to posts',
          usage_hint: zh ? '最新 5 · 标签 NAME · 搜索 词 · 帮助' : 'latest 5 · tag NAME · search WORDS · help',
          // A channel then comes with its name, so that `#MOSN` is a tag even where a channel has that name.
          should_escape: true,
          ...(socketMode ? {} : { url: request_url }),
        },
      ],
      ...(domain && { unfurl_domains: [domain] }),
    },
    oauth_config: { scopes: { bot: scopes(domain !== undefined, config, options) } },
    settings: {
      event_subscriptions: { ...where, bot_events: events(domain !== undefined) },
      interactivity: { is_enabled: true, ...where },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: false,
    },
  };
}

/** Each with what needs it; docs.slack.dev/reference/scopes */
function scopes(unfurls: boolean, { bot }: Pick<Config, 'bot'>, { questions }: ManifestOptions): BotScopes {
  return [
    // Answers in direct messages and threads, announcements.
    'chat:write',
    // Announcements in public channels that nobody invited the app to.
    'chat:write.public',
    // The slash command and the shortcuts.
    'commands',
    'app_mentions:read',
    // Questions in direct messages.
    'im:history',
    // Whether an announcement arrived whose answer was lost.
    'channels:history',
    'groups:history',
    ...(unfurls ? (['links:read', 'links:write'] as const) : []),
    ...(questions ? (['reactions:read'] as const) : []),
    // Who may change a channel's subscriptions; names under collected questions.
    ...(questions || bot.mayChange !== 'everyone' ? (['users:read'] as const) : []),
  ];
}

function events(unfurls: boolean): Events {
  return ['app_home_opened', 'app_mention', 'message.im', ...(unfurls ? (['link_shared'] as const) : [])];
}

function shortcuts(zh: boolean) {
  return [
    {
      type: 'message' as const,
      name: zh ? '相关文章' : 'Related posts',
      callback_id: SHORTCUTS.related,
      description: zh ? '找出与这条消息相关的文章' : 'Finds the posts related to a message',
    },
    {
      type: 'global' as const,
      name: zh ? '搜索文章' : 'Search posts',
      callback_id: SHORTCUTS.search,
      description: zh ? '在任何地方搜索文章' : 'Searches the posts from anywhere',
    },
    {
      type: 'global' as const,
      name: zh ? '订阅文章' : 'Subscribe to posts',
      callback_id: SHORTCUTS.subscribe,
      description: zh ? '有新文章时发到你选的地方' : 'Announces new posts where you choose',
    },
  ];
}

/** Slack unfurls links of domains, not of addresses in a local network. */
function unfurlDomain(siteUrl: string | undefined): string | undefined {
  if (siteUrl === undefined) return undefined;
  const { hostname } = new URL(siteUrl);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(hostname) ? hostname : undefined;
}

function describe(zh: boolean): string {
  return zh ? '新文章、每周推荐和文章问答' : 'New posts, weekly digests, and answers about the posts';
}

/** At least 174 characters are asked for. */
function describeAtLength(command: string, zh: boolean): string {
  return zh
    ? [
        '把社区博客带到 Slack：有新文章时在频道里通知，每周发送推荐阅读，也可以随时提问。',
        `输入 ${command} 最新 5 看最新的五篇文章，${command} 标签 名称 看某个标签的文章，${command} 搜索 词 全文搜索，${command} 相关 标题 找相关文章。`,
        '在频道或私聊里发送「订阅 标签 名称」，之后有匹配的新文章就会发到那里，可以即时发送，也可以每天或每周汇总。',
        '中文和英文命令都能听懂；回答默认只有提问的人看得到，按「分享到频道」才会让大家看到。把博客文章的链接贴进频道，会显示文章的标题、摘要和封面。',
      ].join('\n')
    : [
        'Brings the community blog to Slack: announces new posts in channels, sends the weekly digest, and answers questions.',
        `Type ${command} latest 5 for the newest posts, ${command} tag NAME for a topic, ${command} search WORDS to search, ${command} related TITLE for posts like one you know.`,
        'Say “subscribe tag NAME” in a channel or a direct message to get matching posts there, at once or as a daily or weekly digest.',
        'Commands are understood in English and Chinese. Answers are for the asker alone until they are shared. Links to posts show title, summary and cover.',
      ].join('\n');
}
