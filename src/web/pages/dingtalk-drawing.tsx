import type { Message } from '../../message/message.js';
import type { Site } from '../site.js';

/** A message as DingTalk's clients draw it: one Markdown bubble, nothing to press. */
export function DingtalkDrawing({ site, message }: { site: Site; message: Message }) {
  return (
    <div class="dingtalk">
      <img class="dingtalk-face" src={site.assets.icon} alt="" width="36" height="36" />
      <div>
        <p class="dingtalk-name">
          Postrider <span class="badge">{site.words.chat.robotBadge}</span>
        </p>
        <div class="dingtalk-bubble">
          <p class="dingtalk-title">
            {message.url === undefined ? message.title : <a href={message.url}>{message.title}</a>}
          </p>
          {message.text === undefined ? null : <p>{message.text}</p>}
          {message.sections.map((section) => (
            <>
              {section.heading === undefined ? null : <p class="dingtalk-title">{section.heading}</p>}
              <ul>
                {section.items.map((item) => (
                  <li>{item.url === undefined ? item.title : <a href={item.url}>{item.title}</a>}</li>
                ))}
              </ul>
            </>
          ))}
        </div>
      </div>
    </div>
  );
}
