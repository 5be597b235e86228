/** Within {@link WINDOW}; a person who mistypes needs a few, a program that guesses needs millions. */
const PER_CLIENT = 8;
/** From all clients together: an attacker has many addresses. */
const IN_ALL = 100;
/** ms */
const WINDOW = 10 * 60_000;

/** Slows down guessing of the admin token. */
export interface LoginLimit {
  /** How long this client must wait before its next try, in ms; 0: it may try now. */
  wait(client: string): number;
  failed(client: string): void;
}

/** Remembers failures of the last ten minutes, at most {@link IN_ALL} of them: more are not let in to happen. */
export function createLoginLimit(now: () => number): LoginLimit {
  let failures: { client: string; at: number }[] = [];
  /** When the oldest of the newest `count` is over. */
  const until = (list: typeof failures, count: number): number =>
    (list.at(-count)?.at ?? Number.NEGATIVE_INFINITY) + WINDOW;
  return {
    wait: (client) => {
      const own = failures.filter((failure) => failure.client === client);
      return Math.max(0, until(own, PER_CLIENT) - now(), until(failures, IN_ALL) - now());
    },
    failed: (client) => {
      const at = now();
      // Failures ahead of the clock mean that it was put back.
      failures = failures.filter((failure) => failure.at > at - WINDOW && failure.at <= at);
      failures.push({ client, at });
    },
  };
}
