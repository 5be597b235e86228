import type { FeedFormatName } from '../../feeds/feed-description.js';
import { feedFormats } from '../../feeds/formats.js';
import { feedPath, subscribePath } from '../addresses.js';
import type { Site } from '../site.js';

/** The feeds of the page it stands on, in short; without a name they are the site's. */
export function FeedBox({ site, base, name }: { site: Site; base: string; name?: string }) {
  const { words, href } = site;
  return (
    <section>
      <h2 class="label">{name === undefined ? words.subscribe.title : words.subscribe.titleOf(name)}</h2>
      <p class="feed-links">
        {(Object.keys(feedFormats) as FeedFormatName[]).map((format) => (
          <a href={href(feedPath(base, format))}>{feedFormats[format].title}</a>
        ))}
      </p>
      <p>
        <a href={href(subscribePath(base))}>{words.subscribe.ways}</a>
      </p>
    </section>
  );
}
