import { describe, expect, it } from 'vitest';
import type { Library } from '../../../src/library/library.js';
import { botLibrary } from '../../support/bot-library.js';
import { postAsSlack, type SlackWorkspace, startSlackWorkspace } from '../../support/slack-workspace.js';
import { startSlackBot } from '../../support/start-slack-bot.js';

// biome-ignore lint/suspicious/noExplicitAny: a view as it comes
function submit(view: any, values: Record<string, object>) {
  const state = { values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])) };
  return {
    type: 'view_submission',
    team: { id: 'T1', domain: 'test' },
    user: { id: 'U1', name: 'ada', team_id: 'T1' },
    api_app_id: 'A1',
    token: 'old',
    trigger_id: 'any',
    view: { id: 'V1', team_id: 'T1', ...view, state },
    response_urls: [],
  };
}

const openHome = (workspace: SlackWorkspace) =>
  workspace.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' });

describe('the Home tab', () => {
  it('shows a search box, the newest posts and the subscriptions', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('subscribe author 齐天', { channel_id: 'D1' }));
    await workspace.said('respond');
    await postAsSlack(url, openHome(workspace));
    const { user_id, view } = await workspace.said('views.publish');
    expect([user_id, view.type, view.private_metadata]).toEqual(['U1', 'home', 'D1']);
    const drawn = JSON.stringify(view.blocks);
    for (const part of ['home_search', 'post-12/', 'post-8/', 'author 齐天', 'home_subscribe'])
      expect(drawn).toContain(part);
  });

  it('is left alone when the messages tab was opened', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'messages' }));
    await postAsSlack(url, openHome(workspace));
    await workspace.said('views.publish');
    expect(workspace.calls).toEqual([]);
  });

  it('searches in place, and turns the pages of what it found', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, openHome(workspace));
    const { view } = await workspace.said('views.publish');
    const inHome = { container: { type: 'view', view_id: 'V1' }, channel: undefined, view: { id: 'V1', ...view } };
    const search = { type: 'plain_text_input', action_id: 'home_search', value: '服务网格' };
    await postAsSlack(url, workspace.press(search, inHome));
    const found = await workspace.said('views.publish');
    expect(JSON.stringify(found.view.blocks)).toContain('Posts about “服务网格”');
    const more = { type: 'button', action_id: 'answer_0', value: 'search 服务网格 after:5' };
    await postAsSlack(url, workspace.press(more, inHome));
    expect(JSON.stringify((await workspace.said('views.publish')).view.blocks)).toContain('6–10 of 12');
  });

  it('opens the form to subscribe for oneself', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const inHome = {
      container: { type: 'view' },
      channel: undefined,
      view: { id: 'V1', type: 'home', private_metadata: 'D1' },
    };
    await postAsSlack(url, workspace.press({ type: 'button', action_id: 'home_subscribe' }, inHome));
    const { view } = await workspace.said('views.open');
    expect(view.blocks.at(-1).element).toMatchObject({ type: 'conversations_select', initial_conversation: 'D1' });
  });
});

describe('forms in Slack', () => {
  it('search, and put the results on top of the form', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('search'));
    const { view } = await workspace.said('views.open');
    const response = await postAsSlack(url, submit(view, { words: { type: 'plain_text_input', value: '服务网格' } }));
    const answer = (await response.json()) as { response_action: string; view: { blocks: object[] } };
    expect(answer.response_action).toBe('push');
    expect(JSON.stringify(answer.view.blocks)).toContain('Posts about “服务网格”');
  });

  it('say so when the results take longer than Slack waits, and show them when they are there', async () => {
    const workspace = await startSlackWorkspace();
    let indexed = () => {};
    const indexing = new Promise<void>((resolve) => {
      indexed = resolve;
    });
    const search: Library['search'] = async (...asked) => {
      await indexing;
      return botLibrary.search(...asked);
    };
    const { url } = await startSlackBot(workspace, { context: { library: { ...botLibrary, search } } });
    await postAsSlack(url, workspace.command('search'));
    const { view } = await workspace.said('views.open');
    const response = await postAsSlack(url, submit(view, { words: { type: 'plain_text_input', value: '服务网格' } }));
    const answer = (await response.json()) as {
      response_action: string;
      view: { external_id: string; blocks: object[] };
    };
    expect(answer.response_action).toBe('push');
    expect(JSON.stringify(answer.view.blocks)).toContain('Searching, one moment…');
    indexed();
    const updated = await workspace.said('views.update');
    expect(updated.external_id).toBe(answer.view.external_id);
    expect(JSON.stringify(updated.view.blocks)).toContain('Posts about “服务网格”');
  });

  it('turn the pages of the results in place', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const inModal = {
      container: { type: 'view' },
      channel: undefined,
      view: { id: 'V9', type: 'modal', private_metadata: 'C1' },
    };
    const more = { type: 'button', action_id: 'answer_0', value: 'search 服务网格 after:5' };
    await postAsSlack(url, workspace.press(more, inModal));
    const updated = await workspace.said('views.update');
    expect(updated.view_id).toBe('V9');
    expect(JSON.stringify(updated.view.blocks)).toContain('6–10 of 12');
  });

  const chosen = (value: string) => ({ type: 'static_select', selected_option: { value } });

  it('subscribe the place that was chosen', async () => {
    const workspace = await startSlackWorkspace();
    const { url, engine } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('subscribe'));
    const { view } = await workspace.said('views.open');
    const response = await postAsSlack(
      url,
      submit(view, {
        kind: chosen('tag'),
        name: { type: 'plain_text_input', value: 'mosn' },
        when: chosen('weekly'),
        where: { type: 'conversations_select', selected_conversation: 'C5' },
      }),
    );
    expect(JSON.stringify(await response.json())).toContain('Subscribed to tag MOSN (once a week)');
    const [subscription] = await engine.subscriptions.list();
    expect(subscription).toMatchObject({ destination: 'slack/C5', kind: 'tag', value: 'MOSN', when: 'weekly' });
  });

  it('ask for the name that is missing', async () => {
    const workspace = await startSlackWorkspace();
    const { url, engine } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('subscribe'));
    const { view } = await workspace.said('views.open');
    const response = await postAsSlack(
      url,
      submit(view, { kind: chosen('tag'), name: { value: null }, when: chosen('daily') }),
    );
    expect(await response.json()).toMatchObject({ response_action: 'errors', errors: { name: expect.any(String) } });
    expect(await engine.subscriptions.list()).toEqual([]);
  });
});

describe('shortcuts in Slack', () => {
  const shortcut = (workspace: SlackWorkspace, change: object) => ({
    ...{ token: 'old', team: { id: 'T1', domain: 'test' }, user: { id: 'U1', name: 'ada' }, action_ts: '1.0' },
    trigger_id: workspace.trigger(),
    ...change,
  });

  it('find the posts related to the one a message links to', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const response = await postAsSlack(
      url,
      shortcut(workspace, {
        type: 'message_action',
        callback_id: 'related_posts',
        channel: { id: 'C1', name: 'general' },
        message_ts: '1.0',
        message: {
          type: 'message',
          ts: '1.0',
          text: 'read <https://other.example/|this> and <https://blog.example.org/blog/post-4/>',
        },
        response_url: workspace.responseUrl(),
      }),
    );
    expect(response.status).toBe(200);
    const said = await workspace.said('respond');
    expect(said).toMatchObject({ response_type: 'ephemeral', text: 'Related to “第 4 篇：服务网格实践”' });
  });

  it('open the forms from anywhere', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    for (const [callback_id, opened] of [
      ['search_posts', 'search'],
      ['subscribe_posts', 'subscribe'],
    ]) {
      await postAsSlack(url, shortcut(workspace, { type: 'shortcut', callback_id }));
      expect((await workspace.said('views.open')).view.callback_id).toBe(opened);
    }
  });
});
