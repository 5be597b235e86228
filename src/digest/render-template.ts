import type * as Liquidjs from 'liquidjs';
import type { Liquid, Template } from 'liquidjs';
import { didYouMean } from '../config/did-you-mean.js';
import { loadLate } from '../load-late.js';

const liquidjs = loadLate<typeof Liquidjs>('liquidjs');

/** A template longer than this is not one a person wrote. */
const PARSE_LIMIT = 100_000;
/** Milliseconds one edition may take to render. */
const RENDER_LIMIT = 2_000;
/** liquidjs counts the size of what a template makes (strings, array elements). */
const MEMORY_LIMIT = 20_000_000;

/** What is wrong with a template, where it is known (1-based line of the template). */
export interface TemplateFault {
  line: number;
  message: string;
  hint: string;
  severity: 'error' | 'warning';
}

/** A template that parses but cannot be rendered (endless loop, missing partial). */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly hint = 'mend the template in the job file; `postrider preview --job NAME` shows what it gives';
}

/**
 * Finds what is wrong with a template before its time comes.
 * @param known a scope with everything a template may name; names it does not have are warnings
 */
export function checkTemplate(template: string, known: Record<string, unknown>): TemplateFault[] {
  const liquid = createLiquid('UTC');
  let parsed: Template[];
  try {
    parsed = liquid.parse(template);
  } catch (error) {
    return [syntaxFault(error, liquid)];
  }
  const { globals } = liquid.analyzeSync(parsed, { partials: false });
  return Object.values(globals)
    .flat()
    .flatMap(({ segments, location }): TemplateFault[] => {
      const unknown = firstUnknown(segments, known);
      if (!unknown) return [];
      return [
        {
          line: location.row,
          severity: 'warning',
          message: `the template names ${unknown.path}, which does not exist`,
          hint: unknown.hint,
        },
      ];
    })
    .sort((a, b) => a.line - b.line);
}

/**
 * @param timezone for the `date` filter
 * @throws {TemplateError}
 */
export function renderTemplate(template: string, scope: Record<string, unknown>, timezone: string): string {
  const liquid = createLiquid(timezone);
  try {
    return String(liquid.renderSync(liquid.parse(template), scope));
  } catch (error) {
    throw new TemplateError(`the template fails: ${(error as Error).message}`, { cause: error });
  }
}

function createLiquid(timezone: string): Liquid {
  const liquid = new (liquidjs().Liquid)({
    ownPropertyOnly: true,
    strictFilters: true,
    // Partials come from this map, never from the disk; and there are none.
    templates: {},
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT,
    memoryLimit: MEMORY_LIMIT,
    timezoneOffset: timezone,
  });
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
  // The same input must give the same edition.
  delete liquid.filters.sample;
  return liquid;
}

function syntaxFault(error: unknown, liquid: Liquid): TemplateFault {
  const { message, token } = error as Error & { token?: { getPosition(): [number, number] } };
  const [line = 1] = token?.getPosition() ?? [];
  const [, tag] = /tag "(.+?)" not found/.exec(message) ?? [];
  const [, filter] = /undefined filter: (\w+)/.exec(message) ?? [];
  const meant = tag
    ? didYouMean(tag, Object.keys(liquid.tags))
    : filter && didYouMean(filter, Object.keys(liquid.filters));
  return {
    line,
    severity: 'error',
    message: `the template is not Liquid: ${message.replace(/, line:\d+, col:\d+$/, '')}`,
    hint: meant ? `did you mean "${meant}"?` : 'every {% for %} and {% if %} needs its end, every {{ its }}',
  };
}

function firstUnknown(
  segments: readonly unknown[],
  known: Record<string, unknown>,
): { path: string; hint: string } | undefined {
  let value: unknown = known;
  const path: string[] = [];
  for (const segment of segments) {
    if (typeof segment !== 'string') return undefined;
    path.push(segment);
    // Lists have Liquid's own properties (size, first, last); what a loop variable holds is not followed.
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, segment)) {
      const names = Object.keys(value);
      const meant = didYouMean(segment, names);
      return { path: path.join('.'), hint: meant ? `did you mean "${meant}"?` : `there are ${names.join(', ')}` };
    }
    value = (value as Record<string, unknown>)[segment];
  }
  return undefined;
}
