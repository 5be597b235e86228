import type { Draft } from '../engine/engine.js';
import type { DigestJob } from './digest-job.js';
import type { Edition } from './edition.js';
import { urlKey } from './link-key.js';
import { type Revision, reviseEdition } from './revise-edition.js';
import { splitOpening } from './split-opening.js';
import type { Site } from './template-scope.js';

/** What a draft keeps besides what goes out ({@link Draft.source}): enough to compose it anew with a reviewer's changes. */
export interface DraftSource {
  /** As it was composed. */
  edition: Edition;
  /** The job as its file was then; its template must not change under a reviewer's eyes. */
  job: DigestJob;
  site: Site;
  changes: Revision;
}

/** A link of the edition that a reviewer may leave out; its place in {@link draftLinks} names it. */
export interface DraftLink {
  title: string;
  url: string;
  dropped: boolean;
}

export function draftSource(draft: Draft): DraftSource {
  return draft.source as DraftSource;
}

/** The edition as it goes out: as it was composed, with the reviewers' changes. */
export function draftEdition({ edition, job, site, changes }: DraftSource): Edition {
  const unchanged = changes.intro === undefined && (changes.drop ?? []).length === 0;
  return unchanged ? edition : reviseEdition(edition, changes, job, site);
}

/** Every link of the edition as it was composed, in its order; the order stays, whatever is left out. */
export function draftLinks({ edition, changes }: DraftSource): DraftLink[] {
  const dropped = new Set((changes.drop ?? []).map(urlKey));
  const { posts, readings, releases, questions } = edition;
  const linked = [
    ...posts,
    ...readings,
    ...releases.map(({ project, version, url }) => ({ title: `${project} ${version}`, url })),
    ...questions.map(({ text, url }) => ({ title: text, url })),
  ];
  return linked.flatMap(({ title, url }) =>
    url === undefined ? [] : [{ title, url, dropped: dropped.has(urlKey(url)) }],
  );
}

/** The opening words as they are now, in Markdown. */
export function draftIntro(source: DraftSource): string {
  return source.changes.intro ?? splitOpening(source.edition.markdown).opening.trim();
}
