import { describe, expect, it } from 'vitest';
import { type Delivery, type DeliveryEvent, transition } from '../../src/announce/delivery.js';
import { emptyMessage, type Message } from '../../src/message/message.js';

const NOW = 1_000_000;
const before = emptyMessage('post', '旧标题', 'zh-CN');
const after = emptyMessage('post', '新标题', 'zh-CN');

function delivery(change: Partial<Delivery> = {}): Delivery {
  return {
    id: 'd1',
    kind: 'post',
    subject: 'p1',
    channel: 'community',
    message: before,
    state: 'pending',
    attempts: 0,
    dueAt: 1_000,
    createdAt: 1_000,
    updatedAt: 1_000,
    ...change,
  };
}
const sent = (change: Partial<Delivery> = {}) => delivery({ state: 'sent', receipt: { ts: '1.2' }, ...change });
const edit = (message: Message, dueAt = NOW + 5_000): DeliveryEvent => ({
  type: 'revise',
  message,
  dueAt,
  keepSent: false,
});
const withdraw: DeliveryEvent = { type: 'withdraw', dueAt: NOW + 5_000, keepSent: false };
const apply = (start: Delivery, ...events: DeliveryEvent[]) =>
  events.reduce<Delivery | undefined>((now, event) => now && transition(now, event, NOW, 0), start);

describe('an edited post', () => {
  it('goes out in its new form when nothing of it is out', () => {
    for (const state of ['pending', 'failed', 'held'] as const) {
      expect(apply(delivery({ state }), edit(after))).toEqual(delivery({ state, message: after }));
    }
  });

  it('is changed in place later when it is out or could be', () => {
    const revision = { message: after, since: NOW, dueAt: NOW + 5_000, attempts: 0 };
    for (const out of [
      sent(),
      delivery({ state: 'sending', claim: 'mine', leaseUntil: NOW + 60_000 }),
      delivery({ doubtSince: NOW - 1 }),
    ]) {
      expect(apply(out, edit(after))).toEqual({ ...out, revision });
    }
  });

  it('keeps what is out when edits are ignored, but does not send what is old', () => {
    const ignore: DeliveryEvent = { type: 'revise', message: after, dueAt: NOW, keepSent: true };
    expect(apply(sent(), ignore)).toBeUndefined();
    expect(apply(delivery(), ignore)?.message).toEqual(after);
  });

  it('is changed once for a burst of edits, and at the latest a minute after the first', () => {
    const third = { ...after, title: '第三个标题' };
    const twice = apply(sent(), edit(after), edit(third, NOW + 8_000));
    expect(twice?.revision).toEqual({ message: third, since: NOW, dueAt: NOW + 8_000, attempts: 0 });
    expect(apply(sent(), edit(after), edit(third, NOW + 90_000))?.revision?.dueAt).toBe(NOW + 60_000);
  });

  it('needs no change when it is edited back', () => {
    expect(apply(sent(), edit(after), edit(before))).toEqual(sent({ revision: undefined }));
  });

  it('stays sent, with its receipt, once it is changed', () => {
    expect(apply(sent(), edit(after), { type: 'revised', message: after, outcome: { type: 'done' } })).toEqual(
      sent({ message: after }),
    );
  });

  it('gets the newest edit when one came while another was applied', () => {
    const third = { ...after, title: '第三个标题' };
    const pending = apply(sent(), edit(after), edit(third)) as Delivery;
    expect(apply(pending, { type: 'revised', message: after, outcome: { type: 'done' } })).toBeUndefined();
    expect(pending.revision?.message).toEqual(third);
  });

  it('is tried again when the platform says later, and left as it is after eight times or when it says never', () => {
    const fault = { message: 'Slack refused: edit_window_closed' };
    const edited = apply(sent(), edit(after)) as Delivery;
    const later: DeliveryEvent = {
      type: 'revised',
      message: after,
      outcome: { type: 'later', fault, at: NOW + 30_000 },
    };
    expect(apply(edited, later)?.revision).toMatchObject({ attempts: 1, dueAt: NOW + 30_000 });
    expect(apply(edited, ...Array<DeliveryEvent>(8).fill(later))).toEqual(sent({ fault }));
    expect(apply(edited, { type: 'revised', message: after, outcome: { type: 'never', fault } })).toEqual(
      sent({ fault }),
    );
  });
});

describe('a post that is taken back', () => {
  it('is not announced when it was not yet, and is when it returns', () => {
    const gone = apply(delivery({ attempts: 3 }), withdraw);
    expect(gone).toMatchObject({
      state: 'skipped',
      fault: { message: 'the post was taken back before it was announced' },
    });
    expect(apply(gone as Delivery, edit(after))).toMatchObject({
      state: 'pending',
      message: after,
      attempts: 0,
      dueAt: NOW,
    });
  });

  it('is taken away where it is out, unless sent messages are kept', () => {
    expect(apply(sent(), withdraw)?.revision).toMatchObject({ message: null, dueAt: NOW + 5_000 });
    expect(apply(sent(), { ...withdraw, keepSent: true } as DeliveryEvent)).toBeUndefined();
  });

  it('does not bring back what was skipped for another reason', () => {
    const inRoundup = delivery({ state: 'skipped', fault: { message: 'in the round-up d9' } });
    expect(apply(inRoundup, edit(after))).toBeUndefined();
    expect(apply(inRoundup, withdraw)).toBeUndefined();
  });
});
