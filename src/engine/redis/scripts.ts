import {
  DELIVERIES_AFTER,
  RESTORE_DELIVERY,
  RESTORE_DRAFT,
  RESTORE_EDITION,
  RESTORE_SUBSCRIPTION,
} from './scripts/archive.js';
import { COMMIT, STAGE, UNFOLD } from './scripts/commit.js';
import { APPLY, ARRIVE, CREATED_SINCE, DELIVERIES, TAKE, TO_REVISE, UNDER_WAY } from './scripts/deliveries.js';
import { BEAT, LEAVE, OTHERS_ALIVE } from './scripts/owners.js';
import { PRELUDE } from './scripts/prelude.js';
import { MARK_HANDLED } from './scripts/schedule.js';
import { PAUSE_SUBSCRIPTIONS, SUBSCRIBE, UNSUBSCRIBE } from './scripts/subscriptions.js';

const script = (body: string): string => `${PRELUDE}\n${body}`;

/** Each takes the ledger's prefix as its one key, and `now` (ms since the epoch) as its first argument. */
export const SCRIPTS = {
  commit: script(COMMIT),
  stage: script(STAGE),
  unfold: script(UNFOLD),
  deliveries: script(DELIVERIES),
  toRevise: script(TO_REVISE),
  take: script(TAKE),
  apply: script(APPLY),
  arrive: script(ARRIVE),
  underWay: script(UNDER_WAY),
  beat: script(BEAT),
  createdSince: script(CREATED_SINCE),
  markHandled: script(MARK_HANDLED),
  subscribe: script(SUBSCRIBE),
  unsubscribe: script(UNSUBSCRIBE),
  pauseSubscriptions: script(PAUSE_SUBSCRIPTIONS),
  restoreEdition: script(RESTORE_EDITION),
  restoreDraft: script(RESTORE_DRAFT),
  restoreDelivery: script(RESTORE_DELIVERY),
  restoreSubscription: script(RESTORE_SUBSCRIPTION),
  deliveriesAfter: script(DELIVERIES_AFTER),
  othersAlive: script(OTHERS_ALIVE),
  leave: script(LEAVE),
};
export type ScriptName = keyof typeof SCRIPTS;
