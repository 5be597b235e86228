import type { Message } from '../../message/message.js';
import type { Site } from '../site.js';

/** A message as Slack's clients draw it. */
export function SlackDrawing({ site, message }: { site: Site; message: Message }) {
  return (
    <div class="slack">
      <img class="slack-face" src={site.assets.icon} alt="" width="36" height="36" />
      <div class="slack-message">
        <p class="slack-name">
          <b>Postrider</b> <span class="badge">{site.words.chat.appBadge}</span>
        </p>
        <p class="slack-title">
          {message.url === undefined ? message.title : <a href={message.url}>{message.title}</a>}
        </p>
        {message.text === undefined ? null : <p>{message.text}</p>}
        {message.sections.map((section) => (
          <>
            {section.heading === undefined ? null : <p class="slack-title">{section.heading}</p>}
            <ul>
              {section.items.map((item) => (
                <li>
                  {item.url === undefined ? item.title : <a href={item.url}>{item.title}</a>}
                  {item.date === undefined ? null : <span class="quiet"> {item.date.slice(0, 10)}</span>}
                </li>
              ))}
            </ul>
          </>
        ))}
        <p class="slack-actions">
          {message.actions.map((action) =>
            action.type === 'link' ? (
              <a class="slack-button" href={action.url}>
                {action.label}
              </a>
            ) : (
              <button class="slack-button" type="button" data-ask={action.command}>
                {action.label}
              </button>
            ),
          )}
        </p>
      </div>
    </div>
  );
}
