import { templateScope } from './template-scope.js';

/** Every variable a template may name, with nothing new in it; to check templates before their time comes. */
export function exampleScope(): Record<string, unknown> {
  return templateScope(
    {
      id: 'weekly/2022-W05',
      job: 'weekly',
      period: '2022-W05',
      title: '',
      language: 'en',
      lang: 'en',
      timezone: 'UTC',
      from: '2022-01-28T00:00:00Z',
      to: '2022-02-04T00:00:00Z',
      posts: [],
      groups: [],
      more: 0,
      readings: [],
      releases: [],
      questions: [],
      empty: true,
    },
    { title: '', description: '', url: '', language: 'en' },
  );
}
