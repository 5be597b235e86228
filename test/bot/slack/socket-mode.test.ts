import { describe, expect, it } from 'vitest';
import { startSlackWorkspace } from '../../support/slack-workspace.js';
import { startSlackBot } from '../../support/start-slack-bot.js';
import { until } from '../../support/until.js';

const soon = { random: () => 0 };

describe('Socket Mode', () => {
  it('acknowledges a command on the socket and answers it like one over HTTP', async () => {
    const workspace = await startSlackWorkspace();
    await startSlackBot(workspace, { socketMode: true });
    const socket = await until(() => workspace.sockets[0]);
    const envelope = { envelope_id: 'e1', type: 'slash_commands', accepts_response_payload: true };
    socket.send(JSON.stringify({ ...envelope, payload: workspace.command('latest') }));
    expect(await workspace.said('socket')).toEqual({ envelope_id: 'e1' });
    expect(await workspace.said('respond')).toMatchObject({ response_type: 'ephemeral', text: 'Latest post' });
  });

  it('acknowledges events, and gives a form its answer in the acknowledgement', async () => {
    const workspace = await startSlackWorkspace();
    await startSlackBot(workspace, { socketMode: true });
    const socket = await until(() => workspace.sockets[0]);
    const payload = workspace.event({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@UBOT> tags' });
    socket.send(JSON.stringify({ envelope_id: 'e2', type: 'events_api', retry_attempt: 0, payload }));
    expect(await workspace.said('socket')).toEqual({ envelope_id: 'e2' });
    expect(await workspace.said('chat.postEphemeral')).toMatchObject({ text: 'Tags' });
    const submission = {
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: 'search',
        private_metadata: 'C1',
        state: { values: { words: { value: { type: 'plain_text_input', value: '服务网格' } } } },
      },
    };
    socket.send(JSON.stringify({ envelope_id: 'e3', type: 'interactive', payload: submission }));
    expect(await workspace.said('socket')).toMatchObject({ envelope_id: 'e3', payload: { response_action: 'push' } });
  });

  it('opens the next connection at once when Slack announces the end of one, and still hears what comes on the old', async () => {
    const workspace = await startSlackWorkspace();
    // Waiting would take a whole second.
    await startSlackBot(workspace, { socketMode: true, world: { random: () => 1 } });
    const first = await until(() => workspace.sockets[0]);
    first.send(JSON.stringify({ type: 'disconnect', reason: 'warning' }));
    const began = performance.now();
    await until(() => workspace.sockets[1]);
    expect(performance.now() - began).toBeLessThan(900);
    first.send(JSON.stringify({ envelope_id: 'old', type: 'slash_commands', payload: workspace.command('tags') }));
    expect(await workspace.said('socket')).toEqual({ envelope_id: 'old' });
  });

  it('comes back after the connection is lost, and after Slack refused one', async () => {
    const workspace = await startSlackWorkspace();
    await startSlackBot(workspace, { socketMode: true, world: soon });
    const first = await until(() => workspace.sockets[0]);
    workspace.refuse.set('apps.connections.open', ['internal_error']);
    first.terminate();
    const second = await until(() => workspace.sockets[1], 10_000);
    second.send(JSON.stringify({ envelope_id: 'e4', type: 'slash_commands', payload: workspace.command('tags') }));
    expect(await workspace.said('socket')).toEqual({ envelope_id: 'e4' });
  });

  it('goes on when something that is no envelope arrives', async () => {
    const workspace = await startSlackWorkspace();
    await startSlackBot(workspace, { socketMode: true });
    const socket = await until(() => workspace.sockets[0]);
    for (const text of ['not json', '[]', '{"type":"interactive"}', 'null']) socket.send(text);
    socket.send(JSON.stringify({ envelope_id: 'e5', type: 'slash_commands', payload: workspace.command('tags') }));
    expect(await workspace.said('socket')).toEqual({ envelope_id: 'e5' });
  });

  it('stops within its deadline even when the other side does not say goodbye', async () => {
    const workspace = await startSlackWorkspace();
    const { slack } = await startSlackBot(workspace, { socketMode: true });
    const socket = await until(() => workspace.sockets[0]);
    socket.pause();
    const began = performance.now();
    await slack.close(300);
    expect(performance.now() - began).toBeLessThan(1_000);
    socket.resume();
    await until(() => socket.readyState === socket.CLOSED);
    expect(workspace.sockets).toHaveLength(1);
  });
});
