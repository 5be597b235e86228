import type { DigestJob } from '../../src/digest/digest-job.js';
import { readJob } from '../../src/digest/read-job.js';

/** A weekly job (Fridays at ten in Shanghai, seven days, ten posts, four readings) with changes. */
export function makeJob(change: Partial<DigestJob> = {}): DigestJob {
  const source = '---\ntitle: 本周推荐阅读\nschedule: "0 10 * * 5"\n---\n';
  const { job } = readJob('weekly-reading', source, { timezone: 'Asia/Shanghai' });
  return { ...(job as DigestJob), ...change };
}
