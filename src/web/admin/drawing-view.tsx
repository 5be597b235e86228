import type { Child } from 'hono/jsx';
import type { ConsolePayload } from '../../channels/console.js';
import type { DingtalkDrawing as DingtalkPayload } from '../../channels/dingtalk/render-dingtalk.js';
import type { DiscordPayload } from '../../channels/discord/render-discord.js';
import type { EmailPayload } from '../../channels/email/render-email.js';
import type { FeishuPayload } from '../../channels/feishu/render-feishu.js';
import type { FilePayload } from '../../channels/file.js';
import type { SlackDrawing as SlackPayload } from '../../channels/slack/render-slack.js';
import type { TelegramPayload } from '../../channels/telegram/render-telegram.js';
import type { WechatPayload } from '../../channels/wechat/render-wechat.js';
import type { WecomPayload } from '../../channels/wecom/render-wecom.js';
import { DingtalkDrawing } from '../pages/dingtalk-drawing.js';
import { SlackDrawing } from '../pages/slack-drawing.js';
import type { Site } from '../site.js';
import type { Drawing } from './admin-deps.js';
import type { AdminContext } from './admin-page.js';
import { DiscordDrawing, FeishuDrawing, TelegramDrawing, WecomDrawing } from './chat-drawings.js';
import { framedHtml } from './framed-html.js';

interface DrawingViewProps {
  context: AdminContext;
  drawing: Drawing;
  /** Path below the console where a medium's own HTML document is shown. */
  frame: string;
}

/** A payload, drawn much as its medium draws it. */
export function DrawingView({ context, drawing, frame }: DrawingViewProps) {
  const { say, site, to } = context;
  if (framedHtml(drawing) !== undefined) {
    return (
      <div class="drawing framed">
        <Envelope drawing={drawing} />
        <iframe src={to(frame)} title={say.posts.frame(drawing.medium)} sandbox="" loading="lazy"></iframe>
      </div>
    );
  }
  const draw = views[drawing.medium];
  return (
    <div class="drawing" lang={drawing.language === 'zh' ? 'zh-CN' : 'en'}>
      {draw ? draw(drawing.payload, site) : <p class="quiet">{say.posts.elsewhere}</p>}
    </div>
  );
}

/** What stands around the document. */
function Envelope({ drawing: { medium, payload } }: { drawing: Drawing }) {
  if (medium === 'email') {
    const { from, to, subject } = payload as EmailPayload;
    return (
      <div class="envelope">
        <p class="bubble-title">{subject}</p>
        <p class="quiet">
          {from} → {to.join(', ')}
        </p>
      </div>
    );
  }
  const { title, author, digest } = (payload as WechatPayload).article;
  return (
    <div class="envelope">
      <p class="bubble-title">{title}</p>
      <p class="quiet">{author}</p>
      <p class="quiet">{digest}</p>
    </div>
  );
}

/** How media draw, by kind of channel; a kind that is not here shows its payload alone. */
const views: Record<string, (payload: unknown, site: Site) => Child> = {
  slack: slackView,
  'slack-webhook': slackView,
  dingtalk: (payload, site) => <DingtalkDrawing site={site} payload={payload as DingtalkPayload} />,
  wecom: (payload) => <WecomDrawing payload={payload as WecomPayload} />,
  feishu: (payload) => <FeishuDrawing payload={payload as FeishuPayload} />,
  discord: (payload) => <DiscordDrawing payload={payload as DiscordPayload} />,
  telegram: (payload) => <TelegramDrawing payload={payload as TelegramPayload} />,
  console: consoleView,
  file: fileView,
  // A program reads it: the payload is how it looks.
  webhook: (payload) => (
    <pre class="document" tabindex={0}>
      {JSON.stringify(payload, null, 2)}
    </pre>
  ),
};

function slackView(payload: unknown, site: Site) {
  return <SlackDrawing site={site} blocks={(payload as SlackPayload).blocks} />;
}

function consoleView(payload: unknown) {
  return (
    <pre class="terminal" tabindex={0}>
      {(payload as ConsolePayload).lines.map(({ text, style }) => (
        <>
          <span class={style}>{text}</span>
          {'\n'}
        </>
      ))}
    </pre>
  );
}

function fileView(payload: unknown) {
  const { path, text } = payload as FilePayload;
  return (
    <>
      <p class="code">{path}</p>
      <pre class="document" tabindex={0}>
        {text}
      </pre>
    </>
  );
}
