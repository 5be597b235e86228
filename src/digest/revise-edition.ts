import type { DigestJob } from './digest-job.js';
import type { Edition } from './edition.js';
import { urlKey } from './link-key.js';
import { renderEdition } from './render-edition.js';
import { splitOpening } from './split-opening.js';
import type { Site } from './template-scope.js';

/** What a reviewer wants changed before an edition goes out. */
export interface Revision {
  /** Markdown that takes the place of the opening words. */
  intro?: string;
  /** URLs of posts, readings, releases and questions to leave out. */
  drop?: readonly string[];
}

/** The edition as a reviewer wants it; what was dropped is not replaced by something nobody has seen. */
export function reviseEdition(edition: Edition, { intro, drop = [] }: Revision, job: DigestJob, site: Site): Edition {
  const dropped = new Set(drop.map(urlKey));
  const kept = <Item extends { url?: string }>(items: Item[]) =>
    items.filter(({ url }) => url === undefined || !dropped.has(urlKey(url)));
  const { markdown: _, ...draft } = edition;
  const revised = renderEdition(
    {
      ...draft,
      posts: kept(draft.posts),
      groups: draft.groups
        .map((group) => ({ ...group, posts: kept(group.posts) }))
        .filter(({ posts }) => posts.length > 0),
      readings: kept(draft.readings),
      releases: kept(draft.releases),
      questions: kept(draft.questions),
    },
    job,
    site,
  );
  if (intro === undefined) return revised;
  const { rest } = splitOpening(revised.markdown);
  return {
    ...revised,
    opening: intro.trim(),
    markdown: `${[intro.trim(), rest.trim()].filter(Boolean).join('\n\n')}\n`,
  };
}
