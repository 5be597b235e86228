import axe, { type AxeResults } from 'axe-core';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/announce/delivery.js';
import { ChannelError } from '../../src/channels/channel.js';
import { email } from '../../src/channels/email/email.js';
import { serverOf } from '../../src/channels/email/email-options.js';
import { sendMail } from '../../src/channels/email/send-mail.js';
import { emptyMessage, type Message } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { letterFaults } from '../support/letter-faults.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { nastyMessages } from '../support/nasty-posts.js';
import { openBrowser, watchPage } from '../support/open-browser.js';
import { SMTP_PASSWORD, SMTP_USER, startSmtpServer } from '../support/smtp-server.js';
import { testWorld } from '../support/test-world.js';

const { signal } = new AbortController();
const CONTEXT = { language: 'zh', timezone: 'Asia/Shanghai', deliveryId: 'd1' } as const;
const delivery: Delivery = {
  ...makeDelivery('d1'),
  ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
};
const LIST = { from: '社区周刊 <weekly@example.org>', to: 'readers@lists.example.org' };
const tiger = postMessage(makePost({ slug: 'tiger', title: '喜迎虎年', cover: 'https://img.example.org/tiger.png' }));

async function open(own: Record<string, unknown> = {}, server: SMTPServerOptions = {}) {
  const platform = await startSmtpServer(server);
  const account = { url: platform.origin, tls: 'off', user: SMTP_USER, password: SMTP_PASSWORD };
  const options = email.options.parse({ ...account, ...LIST, ...own });
  const channel = email.open(options, testWorld({ now: () => Date.parse('2022-02-04T02:00:00Z') }));
  const send = (message: Message = tiger) =>
    channel.send(email.render(message, CONTEXT, options), { delivery, signal });
  const received = async (message?: Message) => {
    await send(message);
    const mail = platform.taken.at(-1);
    if (!mail) throw new Error('nothing was taken');
    return mail;
  };
  return { platform, options, send, received };
}
const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('it did not fail'),
    (error: ChannelError) => {
      expect(error).toBeInstanceOf(ChannelError);
      return error;
    },
  );
const draw = (message: Message, own: Record<string, unknown> = {}, language: 'zh' | 'en' = 'zh') =>
  email.render(message, { ...CONTEXT, language }, email.options.parse({ host: 'localhost', ...LIST, ...own }));

const item = (slug: string, title: string, change = {}) => ({
  title,
  url: `https://blog.example.org/blog/${slug}/`,
  ...change,
});
const edition: Message = {
  ...emptyMessage('edition', '本周推荐阅读 · 2022 年第 5 周', 'zh-CN'),
  url: 'https://feeds.example.org/digests/weekly-reading/2022-W05/',
  date: '2022-02-04T10:00:00+08:00',
  text: '大家好，这里是第 5 周的推荐阅读。',
  sections: [
    {
      heading: '新文章',
      items: [
        item('tiger', '喜迎虎年', { cover: 'https://img.example.org/tiger.png', excerpt: '新的一年，聊聊开源。' }),
        item('pool', '连接池是怎么回收的', { cover: 'https://img.example.org/pool.png' }),
      ],
    },
    { heading: '推荐阅读', items: [item('runtime', '云原生运行时', { reason: '3 篇文章推荐' })] },
  ],
  body: [
    '大家好，这里是第 5 周的推荐阅读。**泡杯茶**再看。',
    '### 本周新文章',
    '- [喜迎虎年](https://blog.example.org/blog/tiger/)，齐天\n- [连接池是怎么回收的](https://blog.example.org/blog/pool/)',
    '### 推荐阅读',
    '- [云原生运行时](https://blog.example.org/blog/runtime/)（3 篇文章推荐）',
    '### 活动',
    '- [线上见面会](https://meet.example.org/)，周六\n- 另有惊喜',
    '祝阅读愉快！',
  ].join('\n\n'),
};

describe('a mail', () => {
  it('has the headers of a list: who it is from, how to leave it, and that nobody need answer', async () => {
    const { received } = await open({
      bcc: ['ada@example.org, 齐天 <qitian@example.org>'],
      replyTo: 'editors@example.org',
      unsubscribe: 'https://lists.example.org/leave?list=weekly',
      listId: 'weekly.sofastack.example.org',
    });
    const { headers, recipients, raw, from, to, subject, messageId } = await received();
    expect({ from, to, subject, messageId }).toEqual({
      from: '"社区周刊" <weekly@example.org>',
      to: 'readers@lists.example.org',
      subject: '喜迎虎年',
      messageId: '<d1@example.org>',
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      date: 'Fri, 04 Feb 2022 02:00:00 +0000',
      'reply-to': 'editors@example.org',
      'list-id': '<weekly.sofastack.example.org>',
      'list-unsubscribe': '<https://lists.example.org/leave?list=weekly>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
      'content-language': 'zh',
    });
    expect(recipients).toEqual(['readers@lists.example.org', 'ada@example.org', 'qitian@example.org']);
    expect(raw).not.toContain('ada@example.org');
  });

  it('offers one click only where an https address takes it, and a mail to the sender by default', () => {
    expect(draw(tiger).headers).toMatchObject({
      'List-Id': '<weekly.example.org>',
      'List-Unsubscribe': '<mailto:weekly@example.org?subject=unsubscribe>',
    });
    expect(draw(tiger).headers).not.toHaveProperty('List-Unsubscribe-Post');
    expect(draw(tiger, { unsubscribe: 'http://lists.example.org/' }).headers).not.toHaveProperty(
      'List-Unsubscribe-Post',
    );
  });

  it('hides its readers from each other when all of them get blind copies', async () => {
    const { received } = await open({ to: [], bcc: ['a@example.org', 'b@example.org'] });
    const { headers, recipients, raw } = await received();
    expect(headers.get('to')).toBe('"undisclosed-recipients":;');
    expect(recipients).toEqual(['a@example.org', 'b@example.org']);
    expect(raw).not.toMatch(/[ab]@example\.org/);
  });

  it('carries any title as its subject, and nothing of it as a header', async () => {
    const { received } = await open();
    const long = '很长的标题，一直写到第二行、第三行，收件人也要看得清清楚楚，'.repeat(4);
    expect((await received({ ...tiger, title: long })).subject).toBe(long);
    const evil = await received({ ...tiger, title: 'Hello\r\nBcc: evil@example.org\r\n\r\n<b>body</b>' });
    expect(evil.subject).toBe('Hello Bcc: evil@example.org <b>body</b>');
    expect(evil.headers.has('bcc')).toBe(false);
    expect(evil.recipients).toEqual(['readers@lists.example.org']);
  });

  it('says the same in plain text and in HTML, in the language of the channel', async () => {
    const { received } = await open();
    const { text, html } = await received({ ...tiger, note: '春节快乐', text: '新的一年，聊聊开源。' });
    expect(text).toBe(
      [
        '喜迎虎年\n2022年2月3日 · 齐天 · 4 分钟阅读',
        '春节快乐',
        '新的一年，聊聊开源。',
        '#SOFAStack',
        '阅读全文：https://blog.example.org/blog/tiger/',
        '-- \n你收到这封邮件，是因为订阅了「社区周刊」。\n退订：mailto:weekly@example.org?subject=unsubscribe\n',
      ].join('\n\n'),
    );
    for (const said of ['春节快乐', '新的一年，聊聊开源。', '#SOFAStack', '阅读全文', '退订'])
      expect(html).toContain(said);
    const english = draw(nastyMessages['an English post without a cover'] as Message, {}, 'en');
    expect(english.text).toContain('Read the post: https://blog.example.org/blog/sidecar/');
    expect(english.html + english.text).toContain('Unsubscribe');
  });
});

describe('a digest as a mail', () => {
  it('keeps the editor’s words and order, and shows the articles it lists with their pictures', () => {
    const { html, text } = draw(edition);
    const order = [
      '泡杯茶',
      '本周新文章',
      'tiger.png',
      '齐天',
      'pool.png',
      '3 篇文章推荐',
      '活动',
      '线上见面会',
      '祝阅读愉快',
    ];
    const places = order.map((word) => html.indexOf(word));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('• 喜迎虎年，齐天\n  https://blog.example.org/blog/tiger/');
    expect(text).toContain('【活动】');
  });

  it('joins what an editor wrote after a title without the comma or the brackets', () => {
    const { html } = draw(edition);
    expect(html).toContain('>齐天</p>');
    expect(html).toContain('>3 篇文章推荐</p>');
  });

  it('leaves a list alone when it knows one of its lines not', () => {
    expect(draw(edition).html).toMatch(
      /<li[^>]*><a href="https:\/\/meet\.example\.org\/"[^>]*>线上见面会<\/a>，周六<\/li>/,
    );
  });

  it('keeps the links of headings', () => {
    const { html } = draw({ ...edition, body: '### 一\n\n### [MOSN](https://mosn.io/)\n\n二' });
    expect(html).toMatch(/<h2[^>]*>一<\/h2>/);
    expect(html).toMatch(/<h3[^>]*><a href="https:\/\/mosn\.io\/"[^>]*>MOSN<\/a><\/h3>/);
  });

  it('ends before Gmail would clip it, and says where the rest is', () => {
    const endless = `${edition.body}\n\n${'这一段很长，还有更多的段落在后面。\n\n'.repeat(5_000)}`;
    const { html } = draw({ ...edition, body: endless });
    expect(Buffer.byteLength(html)).toBeLessThan(102 * 1024);
    expect(html).toContain('其余内容请到网页上阅读');
    expect(html).toContain('退订');
    expect(letterFaults(html)).toEqual([]);
  });

  it('lets nothing through that a mail client would run or drop', () => {
    const body =
      '<script>alert(1)</script><style>p{}</style><img src="x" onerror="alert(1)">\n\n[a](javascript:alert(1))\n\n<video src="https://v.example.org/a.mp4"></video>\n\n[relative](../b.md)';
    const { html } = draw({ ...edition, url: undefined, body });
    expect(letterFaults(html)).toEqual([]);
    expect(html).not.toMatch(/alert/);
    expect(html).toContain('<a href="https://v.example.org/a.mp4"');
  });
});

describe('a mail server', () => {
  it('that does not know the account, the sender or the reader is final, with a hint', async () => {
    const wrong = await open({ password: 'another' });
    expect(await failure(wrong.send())).toMatchObject({ kind: 'never', hint: expect.stringContaining('app password') });
    const { platform, send } = await open();
    platform.unknown.set('readers@lists.example.org', { code: 550, text: '5.1.1 No such user' });
    expect(await failure(send())).toMatchObject({
      kind: 'never',
      message: expect.stringContaining('No such user'),
      hint: 'check the addresses in to and bcc',
    });
  });

  it('that puts a reader off is asked again later', async () => {
    const { platform, send } = await open();
    platform.unknown.set('readers@lists.example.org', { code: 450, text: '4.2.0 Greylisted for 5 minutes' });
    expect(await failure(send())).toMatchObject({ kind: 'later', retryAfter: 300_000 });
  });

  it('that refuses one of several readers has taken the mail', async () => {
    const { platform, received } = await open({ to: ['gone@example.org', 'here@example.org'] });
    platform.unknown.set('gone@example.org', { code: 550, text: '5.1.1 No such user' });
    expect((await received()).recipients).toEqual(['here@example.org']);
  });

  it('that takes only small mails is final', async () => {
    const { send } = await open({}, { size: 1_000 });
    expect(await failure(send())).toMatchObject({ kind: 'never', hint: 'the server takes only smaller mails' });
  });

  it('that hangs up before the whole mail is there has not taken it', async () => {
    const { platform, send } = await open({}, { onMailFrom: (_, session) => drop(session.id) });
    const drop = (id: string) => platform.hangUp(id);
    expect(await failure(send())).toMatchObject({ kind: 'later' });
    expect(platform.taken).toEqual([]);
  });

  it('gets a mail in doubt again under the same Message-ID, so that readers have it once', async () => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'drop', taken: true });
    expect(await failure(send())).toMatchObject({ kind: 'doubt' });
    await send();
    expect([platform.taken.length, platform.mails.length]).toEqual([2, 1]);
  });

  it('without TLS never sees a password', async () => {
    const { platform, options } = await open();
    const server = serverOf({ ...options, tls: 'required' });
    const mail = { from: 'weekly@example.org', to: ['a@example.org'], raw: Buffer.from('x') };
    const error = await failure(sendMail(server, mail, { signal }));
    expect(error).toMatchObject({ kind: 'never', hint: expect.stringContaining('TLS') });
    expect(platform.commands).toEqual([]);
  });

  it('is trusted only with a certificate, and then spoken to over TLS', async () => {
    const logins: boolean[] = [];
    const { platform, options } = await open(
      {},
      {
        disabledCommands: [],
        allowInsecureAuth: false,
        onAuth: ({ username }, session, done) => {
          logins.push(session.secure);
          done(null, { user: username });
        },
      },
    );
    const server = serverOf({ ...options, tls: 'required' });
    const mail = { from: 'weekly@example.org', to: ['a@example.org'], raw: Buffer.from(MINIMAL) };
    expect(await failure(sendMail(server, mail, { signal }))).toMatchObject({
      kind: 'later',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    await sendMail(server, mail, { signal, tls: { rejectUnauthorized: false } });
    expect(logins).toEqual([true]);
    expect(platform.taken).toHaveLength(1);
  });

  it('is asked by doctor whether it lets us in, and gets no mail', async () => {
    const { platform, options } = await open();
    expect(await email.check?.(options, { fetch, signal })).toBe(`127.0.0.1:${platform.port} lets us in`);
    expect(platform.commands).toEqual([]);
    expect(await failure(email.check?.({ ...options, password: 'another' }, { fetch, signal }) as never)).toMatchObject(
      {
        kind: 'never',
      },
    );
  });
});
const MINIMAL = `${['Date: Fri, 04 Feb 2022 02:00:00 +0000', 'From: weekly@example.org', 'To: a@example.org', 'Subject: x', 'Message-ID: <x@example.org>', 'MIME-Version: 1.0'].join('\r\n')}\r\n\r\nx\r\n`;

describe('the options of a mail channel', () => {
  const faults = (options: Record<string, unknown>) => {
    const parsed = email.options.safeParse(options);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('are a server, a sender and readers', () => {
    expect(faults({ ...LIST })).toEqual(['host: give url, or host']);
    expect(faults({ host: 'mail.example.org', from: LIST.from })).toEqual([
      'to: give at least one address in to or bcc',
    ]);
    expect(faults({ host: 'mail.example.org', from: 'nobody', to: 'a@example.org' })).toEqual([
      'from: expected an address such as Weekly <weekly@example.org>',
    ]);
    expect(faults({ host: 'mail.example.org', ...LIST, to: ['a@example.org\r\nBcc: evil@example.org'] })).toEqual([
      'to: "a@example.org\r\nBcc: evil@example.org" is no e-mail address',
    ]);
    expect(faults({ host: 'mail.example.org', ...LIST, tls: 'off' })).toEqual([
      'tls: only a server on this machine may do without TLS',
    ]);
    expect(faults({ url: 'https://mail.example.org', ...LIST })).toEqual([
      'url: expected smtp://USER:PASSWORD@HOST:PORT or smtps://…',
    ]);
  });

  it('name the server in one line or in several', () => {
    const server = (options: Record<string, unknown>) => serverOf(email.options.parse({ ...LIST, ...options }));
    expect(server({ url: 'smtps://me%40example.org:p%3Aw@mail.example.org' })).toEqual({
      ...{ host: 'mail.example.org', port: 465, secure: true, requireTls: true },
      ...{ user: 'me@example.org', password: 'p:w' },
    });
    expect(server({ host: 'mail.example.org', port: '465' })).toMatchObject({ port: 465, secure: true });
    expect(server({ host: 'mail.example.org' })).toMatchObject({ port: 587, secure: false, requireTls: true });
    expect(server({ url: 'smtp://[::1]:2525', tls: 'off' })).toMatchObject({
      host: '::1',
      port: 2525,
      requireTls: false,
    });
  });
});

describe('a mail in a browser', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    { width: 360, dark: false },
    { width: 360, dark: true },
    { width: 640, dark: false },
  ])('fits a screen of $width pixels (dark: $dark)', async ({ width, dark }) => {
    const { page, errors } = await watchPage(browser, 'http://localhost', { width, dark });
    for (const message of [edition, tiger, ...Object.values(nastyMessages)]) {
      await page.setContent(draw(message).html);
      const seen = await page.evaluate<{ scrolls: boolean; letter: number }>(`({
        scrolls: document.documentElement.scrollWidth > window.innerWidth,
        letter: Math.max(...[...document.querySelectorAll('table')].slice(1).map((table) => table.offsetWidth)),
      })`);
      expect(seen.scrolls, message.title).toBe(false);
      expect(seen.letter).toBeLessThanOrEqual(600);
    }
    expect(errors).toEqual([]);
    await page.close();
  });

  it('is read out and seen by everybody: contrast, alternative texts, headings', async () => {
    const { page } = await watchPage(browser, 'http://localhost', { width: 640 });
    for (const message of [edition, tiger]) {
      await page.setContent(draw(message).html);
      await page.evaluate(axe.source);
      // A mail stands in a page of the client's, which has the landmarks.
      const options = { rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } } };
      const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    }
    await page.close();
  });
});
