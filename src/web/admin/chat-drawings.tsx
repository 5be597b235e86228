import { raw } from 'hono/html';
import type SanitizeHtml from 'sanitize-html';
import type { DiscordPayload } from '../../channels/discord/render-discord.js';
import type { FeishuElement, FeishuPayload } from '../../channels/feishu/render-feishu.js';
import type { TelegramPayload } from '../../channels/telegram/render-telegram.js';
import type { WecomPayload } from '../../channels/wecom/render-wecom.js';
import { documentHtml } from '../../feeds/document-html.js';
import { loadLate } from '../../load-late.js';

const sanitizeHtml = loadLate<typeof SanitizeHtml>('sanitize-html');

/* How the chats beside Slack and DingTalk show what they are sent. Pictures and text are theirs, measures are ours. */

export function WecomDrawing({ payload }: { payload: WecomPayload }) {
  if (payload.msgtype === 'markdown') {
    return <div class="bubble">{raw(chatHtml(payload.markdown.content))}</div>;
  }
  return (
    <div class="bubble">
      {payload.news.articles.map(({ title, description, url, picurl }) => (
        <>
          {picurl === undefined ? null : <img class="wide-picture" src={picurl} alt="" loading="lazy" />}
          <p class="bubble-title">
            <a href={url}>{title}</a>
          </p>
          <p class="lines quiet">{description}</p>
        </>
      ))}
    </div>
  );
}

export function FeishuDrawing({ payload: { card } }: { payload: FeishuPayload }) {
  return (
    <div class="bubble feishu">
      <p class="feishu-head">
        {card.header.title.content}
        {card.header.text_tag_list?.map(({ text }) => (
          <span class="badge">{text.content}</span>
        ))}
      </p>
      {card.elements.map((element) => (
        <FeishuPart element={element} />
      ))}
    </div>
  );
}

function FeishuPart({ element }: { element: FeishuElement }) {
  switch (element.tag) {
    case 'div':
      return <p class="lines">{element.text.content}</p>;
    case 'markdown':
      return <div>{raw(chatHtml(element.content))}</div>;
    case 'note':
      return <p class="lines quiet">{element.elements.map(({ content }) => content).join(' ')}</p>;
    case 'action':
      return (
        <p class="tools">
          {element.actions.map(({ text, type, url }) => (
            <a class={type === 'primary' ? 'chat-button primary' : 'chat-button'} href={url}>
              {text.content}
            </a>
          ))}
        </p>
      );
  }
}

export function DiscordDrawing({ payload }: { payload: DiscordPayload }) {
  return (
    <>
      {payload.embeds.map(({ title, url, description, image, footer }) => (
        <div class="bubble discord">
          <p class="bubble-title">{url === undefined ? title : <a href={url}>{raw(lineHtml(title))}</a>}</p>
          {description === undefined ? null : <div>{raw(chatHtml(description))}</div>}
          {image === undefined ? null : <img class="wide-picture" src={image.url} alt="" loading="lazy" />}
          {footer === undefined ? null : <p class="quiet">{footer.text}</p>}
        </div>
      ))}
    </>
  );
}

export function TelegramDrawing({ payload: { text, link_preview_options: preview } }: { payload: TelegramPayload }) {
  return (
    <div class="bubble">
      {'url' in preview ? <img class="wide-picture" src={preview.url} alt="" loading="lazy" /> : null}
      <div class="lines">{raw(telegramHtml(text))}</div>
    </div>
  );
}

/** Chats break lines where the text does. A message's headings are none of the page around it. */
function chatHtml(markdown: string): string {
  return documentHtml(markdown.replaceAll('\n', '  \n').replace(/ {2}\n {2}\n/g, '\n\n'))
    .replace(/<h[1-6]>/g, '<p class="bubble-title">')
    .replace(/<\/h[1-6]>/g, '</p>');
}

/** Markdown within one line. */
function lineHtml(markdown: string): string {
  return documentHtml(markdown).replace(/^<p>|<\/p>\s*$/g, '');
}

/** core.telegram.org/bots/api#html-style */
function telegramHtml(html: string): string {
  return sanitizeHtml()(html, {
    allowedTags: ['b', 'strong', 'i', 'em', 'u', 's', 'a', 'code', 'pre', 'blockquote'],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https'],
  });
}
