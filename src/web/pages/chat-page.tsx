import { examples } from '../../bot/examples.js';
import type { RenderContext } from '../../channels/channel.js';
import { renderDingtalk } from '../../channels/dingtalk/render-dingtalk.js';
import { renderSlack } from '../../channels/slack/render-slack.js';
import type { Message } from '../../message/message.js';
import { renderMarkup } from '../render-markup.js';
import type { Site } from '../site.js';
import { DingtalkDrawing } from './dingtalk-drawing.js';
import { renderPage } from './layout.js';
import { SlackDrawing } from './slack-drawing.js';

export interface Exchange {
  question: string;
  answer: Message;
}

/** The place to try the bot. Works without scripts as well: then each question is a page. */
export function chatPage(site: Site, exchange?: Exchange): string {
  const { words, href } = site;
  const say = words.chat;
  return renderPage({
    site,
    path: '/chat/',
    title: say.title,
    description: say.lead,
    section: 'chat',
    shape: 'wide',
    children: (
      <>
        <header class="page-head">
          <h1>{say.title}</h1>
          <p class="lead">{site.target === 'files' ? say.needsServer : say.lead}</p>
        </header>
        {site.target === 'files' ? null : (
          <section class="chat" data-failed={say.failed} data-waiting={say.waiting}>
            <fieldset class="medium">
              <legend class="visually-hidden">{say.medium}</legend>
              <label>
                <input type="radio" name="medium" value="slack" checked />
                <span>{say.inSlack}</span>
              </label>
              <label>
                <input type="radio" name="medium" value="dingtalk" />
                <span>{say.inDingtalk}</span>
              </label>
            </fieldset>
            <div class="chat-log" role="log" aria-live="polite" aria-label={say.title}>
              {exchange ? <ExchangeView site={site} exchange={exchange} /> : null}
            </div>
            <div class="chat-foot">
              <form class="chat-form" action={href('/chat/')} method="get" data-answer={href('/chat/answer')}>
                <input
                  type="text"
                  name="q"
                  autocomplete="off"
                  maxlength={500}
                  placeholder={say.placeholder}
                  aria-label={say.title}
                />
                <button type="submit">{say.send}</button>
              </form>
              <p class="chips examples">
                {chatExamples(site).map((example) => (
                  <a href={href(`/chat/?q=${encodeURIComponent(example)}`)} data-ask={example}>
                    {example}
                  </a>
                ))}
              </p>
            </div>
          </section>
        )}
      </>
    ),
  });
}

/** Questions to start with; the first ones find something in this very library. */
export function chatExamples({ library, language, words }: Site): string[] {
  return [...new Set([...examples(library, language), ...words.chat.examples])];
}

/** One question and its answer, to be put into the page's log. */
export function chatExchange(site: Site, exchange: Exchange): string {
  return renderMarkup(<ExchangeView site={site} exchange={exchange} />);
}

function ExchangeView({ site, exchange }: { site: Site; exchange: Exchange }) {
  const context: RenderContext = { language: site.language, timezone: site.settings.timezone };
  return (
    <div class="exchange">
      <p class="question">
        <span class="visually-hidden">{site.words.chat.you}: </span>
        {exchange.question}
      </p>
      <div class="panels">
        <section class="as-slack" aria-label={site.words.chat.inSlack}>
          <p class="label">{site.words.slack}</p>
          <SlackDrawing site={site} blocks={renderSlack(exchange.answer, context).blocks} />
        </section>
        <section class="as-dingtalk" aria-label={site.words.chat.inDingtalk}>
          <p class="label">{site.words.dingtalk}</p>
          <DingtalkDrawing site={site} payload={renderDingtalk(exchange.answer, context)} />
        </section>
      </div>
    </div>
  );
}
