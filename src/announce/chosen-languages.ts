import type { Subscription, Subscriptions } from '../engine/engine.js';
import type { Language } from '../message/message.js';

/**
 * The languages that subscribed places chose.
 * @param fallback of places where nobody chose one
 */
export async function chosenLanguages(
  subscribed: readonly Subscription[],
  subscriptions: Pick<Subscriptions, 'settings'>,
  fallback: Language,
): Promise<(destination: string) => Language> {
  const chosen = new Map<string, Language>();
  for (const destination of new Set(subscribed.map((each) => each.destination))) {
    const { language } = await subscriptions.settings(destination);
    if (language !== undefined) chosen.set(destination, language);
  }
  return (destination) => chosen.get(destination) ?? fallback;
}
