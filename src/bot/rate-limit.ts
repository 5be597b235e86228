/** A person asks a handful of things; a script asks hundreds. */
export const QUESTIONS_PER_MINUTE = 30;
const MINUTE = 60_000;
/** People remembered at once; beyond that the longest silent are forgotten. */
const MOST_USERS = 10_000;

/** Whether a user may ask once more now: at most `count` questions in any minute. Bounded in memory. */
export function createRateLimit(now: () => number, count = QUESTIONS_PER_MINUTE): (user: string) => boolean {
  const asked = new Map<string, number[]>();
  return (user) => {
    const at = now();
    const recent = (asked.get(user) ?? []).filter((time) => time > at - MINUTE);
    const allowed = recent.length < count;
    if (allowed) recent.push(at);
    // Deleting first keeps the map in the order of the last question.
    asked.delete(user);
    asked.set(user, recent);
    if (asked.size > MOST_USERS) asked.delete(asked.keys().next().value as string);
    return allowed;
  };
}
