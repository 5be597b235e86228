import { raw } from 'hono/html';
import type { DingtalkDrawing as Payload } from '../../channels/dingtalk/render-dingtalk.js';
import { documentHtml } from '../../feeds/document-html.js';
import type { Site } from '../site.js';

/** A DingTalk message as its clients draw it: a bubble of Markdown, a card with buttons, or a list of pictures. */
export function DingtalkDrawing({ site, payload }: { site: Site; payload: Payload }) {
  return (
    <div class="dingtalk">
      <img class="dingtalk-face" src={site.assets.icon} alt="" width="36" height="36" />
      <div class="dingtalk-message">
        <p class="dingtalk-name">
          Postrider <span class="badge">{site.words.chat.robotBadge}</span>
        </p>
        <div class="dingtalk-bubble">
          <Body payload={payload} />
        </div>
      </div>
    </div>
  );
}

function Body({ payload }: { payload: Payload }) {
  switch (payload.msgtype) {
    case 'markdown':
      return <div>{raw(bubbleHtml(payload.markdown.text))}</div>;
    case 'actionCard': {
      const card = payload.actionCard;
      const buttons = 'btns' in card ? card.btns : [{ title: card.singleTitle, actionURL: card.singleURL }];
      return (
        <>
          <div>{raw(bubbleHtml(card.text))}</div>
          <p class="dingtalk-buttons">
            {buttons.map((button) => (
              <a href={button.actionURL}>{button.title}</a>
            ))}
          </p>
        </>
      );
    }
    case 'feedCard':
      return (
        <ul class="dingtalk-links">
          {payload.feedCard.links.map((link) => (
            <li>
              <a href={link.messageURL}>{link.title}</a>
              <img src={link.picURL} alt="" loading="lazy" />
            </li>
          ))}
        </ul>
      );
  }
}

/** A message's headings are none of the page around it. */
function bubbleHtml(markdown: string): string {
  return documentHtml(markdown)
    .replace(/<h[1-6]>/g, '<p class="dingtalk-title">')
    .replace(/<\/h[1-6]>/g, '</p>');
}
