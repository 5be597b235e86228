import type { FeedFormatName } from '../../feeds/feed-description.js';
import { feedFormats } from '../../feeds/formats.js';
import { feedPath, subscribePath, termIndexPath } from '../addresses.js';
import type { FeedPlace } from '../feed-places.js';
import type { Site } from '../site.js';
import { renderPage } from './layout.js';

/** How many of a feed's items the page shows. */
const SHOWN = 5;

/** How to get a place's posts; this is also what people see who open one of its feeds in a browser. */
export function subscribePage(site: Site, place: FeedPlace, feedCount: number): string {
  const { words, href } = site;
  const isSite = place.kind === 'site';
  const say = words.subscribe;
  const title = isSite ? say.title : say.titleOf(place.name);
  return renderPage({
    site,
    path: subscribePath(place.base),
    title,
    feeds: { base: place.base, title: place.title },
    section: 'subscribe',
    shape: 'wide',
    children: (
      <>
        <header class="page-head">
          {isSite ? null : (
            <p class="label">
              <a href={href(place.base)}>{place.title}</a>
            </p>
          )}
          <h1>{title}</h1>
          <p class="lead">{say.lead}</p>
          <p class="notice" data-opened-feed hidden>
            {say.thisIsAFeed}
          </p>
        </header>
        <div class="ways">
          <section class="way">
            <h2>{say.reader}</h2>
            <p>{say.readerHow}</p>
            {(Object.keys(feedFormats) as FeedFormatName[]).map((format) => (
              <CopyField
                site={site}
                id={`feed-${format}`}
                label={feedFormats[format].title}
                note={say.formatNotes[format]}
                value={site.url(feedPath(place.base, format))}
              />
            ))}
          </section>
          {place.kind === 'language' || place.kind === 'digest' ? null : <BotWays site={site} place={place} />}
          {isSite ? <OtherFeeds site={site} feedCount={feedCount} /> : null}
        </div>
        {place.items.length === 0 ? null : (
          <section class="preview" aria-labelledby="in-this-feed">
            <h2 id="in-this-feed" class="label">
              {say.inThisFeed}
            </h2>
            <ul class="rows">
              {place.items.slice(0, SHOWN).map((item) => (
                <li>
                  <time datetime={item.date}>{item.date.slice(0, 10)}</time>
                  <a href={item.href}>{item.title}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </>
    ),
  });
}

function BotWays({ site, place }: { site: Site; place: FeedPlace }) {
  const say = site.words.subscribe;
  const kind = place.kind === 'site' ? 'all' : (place.kind as 'tag' | 'category' | 'author');
  const command = say.command(kind, place.name);
  return (
    <>
      <section class="way">
        <h2>{say.slack}</h2>
        <p>{say.slackHow}</p>
        <CopyField
          site={site}
          id="slack-command"
          label={site.words.slack}
          value={`${site.settings.slackCommand} ${command}`}
        />
      </section>
      <section class="way">
        <h2>{say.dingtalk}</h2>
        <p>{say.dingtalkHow}</p>
        <CopyField site={site} id="dingtalk-command" label={site.words.dingtalk} value={command} />
      </section>
    </>
  );
}

function OtherFeeds({ site, feedCount }: { site: Site; feedCount: number }) {
  const { words, href } = site;
  const say = words.subscribe;
  return (
    <>
      <section class="way">
        <h2>{say.narrower}</h2>
        <p>{say.narrowerHow}</p>
        <p class="chips">
          <a href={href(termIndexPath('tag'))}>{words.tags}</a>
          <a href={href(termIndexPath('category'))}>{words.categories}</a>
          <a href={href(termIndexPath('author'))}>{words.authors}</a>
          <a href={href(termIndexPath('language'))}>{words.languages}</a>
          <a href={href('/digests/')}>{words.digests.title}</a>
        </p>
      </section>
      <section class="way">
        <h2>{say.opml}</h2>
        <p>{say.opmlHow(feedCount)}</p>
        <p>
          <a class="button" href={href('/opml.xml')} download="feeds.opml">
            {say.download}
          </a>
        </p>
      </section>
    </>
  );
}

function CopyField({
  site,
  id,
  label,
  note,
  value,
}: {
  site: Site;
  id: string;
  label: string;
  note?: string;
  value: string;
}) {
  const { copy, copied } = site.words.subscribe;
  return (
    <div class="copy">
      <label for={id} class={note === undefined ? 'visually-hidden' : undefined}>
        {label}
        {note === undefined ? null : <span class="quiet"> {note}</span>}
      </label>
      <div class="copy-row">
        <input id={id} type="text" readonly value={value} />
        <button type="button" data-copy={id} data-copied={copied} hidden>
          {copy}
        </button>
      </div>
    </div>
  );
}
