import { articleTemplate } from './article-template.js';
import { defaultTemplate } from './default-template.js';
import type { DigestJob } from './digest-job.js';
import type { Edition } from './edition.js';
import { renderTemplate } from './render-template.js';
import { type Site, templateScope } from './template-scope.js';
import { tidyMarkdown } from './tidy-markdown.js';

/**
 * Writes an edition's text: the job's template, or the built-in one.
 * @throws {TemplateError}
 */
export function renderEdition(draft: Omit<Edition, 'markdown'>, job: DigestJob, site: Site): Edition {
  const builtIn = job.article ? articleTemplate : defaultTemplate;
  const template = job.template || builtIn(draft.language);
  return { ...draft, markdown: tidyMarkdown(renderTemplate(template, templateScope(draft, site), job.timezone)) };
}
