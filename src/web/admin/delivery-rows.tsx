import type { Delivery, DeliveryState } from '../../announce/delivery.js';
import type { AdminContext } from './admin-page.js';
import { Moment } from './moment.js';

interface DeliveryRowsProps {
  context: AdminContext;
  deliveries: readonly Delivery[];
  /** The id of a form that works on selected ones. */
  form?: string;
}

/** Deliveries as a table: what, where, how it stands, since when. */
export function DeliveryRows({ context, deliveries, form }: DeliveryRowsProps) {
  const { say, to, deps } = context;
  return (
    <div class="scroll">
      <table class="list">
        <thead class="visually-hidden">
          <tr>
            {form === undefined ? null : <th>✓</th>}
            <th>{say.deliveries.state}</th>
            <th>{say.deliveries.message}</th>
            <th>{say.deliveries.channel}</th>
            <th>{say.deliveries.lastAttempt}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ id, state, message, channel, fault, updatedAt }) => (
            <tr>
              {form === undefined ? null : (
                <td class="tick">
                  {isOpen(state) ? (
                    <input
                      type="checkbox"
                      name="id"
                      value={id}
                      form={form}
                      aria-label={say.deliveries.select(message.title)}
                    />
                  ) : null}
                </td>
              )}
              <td>
                <State context={context} state={state} />
              </td>
              <td class="grow">
                <a href={to(`/deliveries/${id}`)}>{message.title}</a>
                {fault && state !== 'sent' ? <p class="quiet">{deps.redact(fault.message)}</p> : null}
              </td>
              <td class="quiet">{channel}</td>
              <td class="quiet">
                <Moment context={context} at={updatedAt} ago />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Something can still be done about it. */
export function isOpen(state: DeliveryState): boolean {
  return state === 'pending' || state === 'failed' || state === 'held';
}

export function State({ context, state }: { context: AdminContext; state: DeliveryState }) {
  return <span class={`state ${state}`}>{context.say.states[state]}</span>;
}
