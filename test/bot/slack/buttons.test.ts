import { describe, expect, it } from 'vitest';
import { postAsSlack, startSlackWorkspace } from '../../support/slack-workspace.js';
import { startSlackBot } from '../../support/start-slack-bot.js';

const isButton = (label: string) => (element: { text?: { text: string } }) => element.text?.text === label;

function button(blocks: { elements?: object[] }[], label: string): Record<string, unknown> {
  const found = blocks.flatMap((block) => block.elements ?? []).find(isButton(label));
  if (!found) throw new Error(`there is no button "${label}"`);
  return found as Record<string, unknown>;
}

describe('buttons in Slack', () => {
  it('turn the page of an answer in place', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('latest 5'));
    const first = await workspace.said('respond');
    const response = await postAsSlack(url, workspace.press(button(first.blocks, '5 more')));
    expect(response.status).toBe(200);
    const second = await workspace.said('respond');
    expect(second).toMatchObject({ replace_original: true });
    expect(JSON.stringify(second.blocks)).toContain('post-7/');
    await postAsSlack(url, workspace.press(button(second.blocks, 'Back')));
    expect((await workspace.said('respond')).blocks).toEqual(first.blocks);
  });

  it('share an answer with the channel: once for everybody, the private one goes', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('tag MOSN'));
    const { blocks } = await workspace.said('respond');
    const container = { type: 'message', message_ts: '1.0', channel_id: 'C1', is_ephemeral: true, thread_ts: '5.5' };
    await postAsSlack(url, workspace.press(button(blocks, 'Share here'), { container }));
    const shared = await workspace.said('respond');
    expect(shared).toMatchObject({ response_type: 'in_channel', replace_original: false, thread_ts: '5.5' });
    expect(JSON.stringify(shared.blocks)).toContain('Shared by ada');
    expect(JSON.stringify(shared.blocks)).not.toContain('Share here');
    expect(await workspace.said('respond')).toEqual({ delete_original: true });
  });

  it('of an announcement leave it as it is and answer whoever pressed', async () => {
    const workspace = await startSlackWorkspace();
    const { url, engine } = await startSlackBot(workspace);
    const press = workspace.press(
      { type: 'button', action_id: 'command_1', value: 'subscribe tag MOSN' },
      { container: { type: 'message', message_ts: '1.0', channel_id: 'C1', is_ephemeral: false } },
    );
    await postAsSlack(url, press);
    expect(await workspace.said('respond')).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'Subscribed to tag MOSN',
    });
    expect(await engine.subscriptions.list('slack/C1')).toHaveLength(1);
  });

  it('end a subscription from its list', async () => {
    const workspace = await startSlackWorkspace();
    const { url, engine } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('subscribe tag MOSN'));
    await workspace.said('respond');
    await postAsSlack(url, workspace.command('subscriptions'));
    const list = await workspace.said('respond');
    await postAsSlack(url, workspace.press(button(list.blocks, 'End tag MOSN')));
    expect(await workspace.said('respond')).toMatchObject({
      replace_original: true,
      text: 'Unsubscribed from tag MOSN',
    });
    expect(await engine.subscriptions.list()).toEqual([]);
  });

  it('acknowledge a press that only opened a link', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const press = workspace.press({ type: 'button', action_id: 'link_0', url: 'https://blog.example.org/' });
    expect((await postAsSlack(url, press)).status).toBe(200);
  });
});
