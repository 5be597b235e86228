import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/announce/delivery.js';
import { plainCover } from '../../src/channels/wechat/plain-cover.js';
import { wechat } from '../../src/channels/wechat/wechat.js';
import type { Message } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { nastyMessages } from '../support/nasty-posts.js';
import { failureOf } from '../support/send-message.js';
import { testWorld } from '../support/test-world.js';
import { GIF, JPEG, PNG, startWechatServer, WEBP, WECHAT_SECRET, type WechatServer } from '../support/wechat-server.js';
import { describeChannel } from './channel-contract.js';

const { signal } = new AbortController();
const CONTEXT = { language: 'zh', timezone: 'Asia/Shanghai' } as const;
const tiger = postMessage(makePost({ slug: 'tiger', title: '喜迎虎年', description: '开源正当时' }));
const withArticle = (article: string, change: Partial<Message> = {}): Message => ({ ...tiger, article, ...change });
const draw = (message: Message, own = {}) => wechat.render(message, { ...CONTEXT, deliveryId: 'd1' }, own);
const delivery = (id: string, message: Message, attempts = 1): Delivery => ({
  ...makeDelivery(id, { message }),
  ...{ state: 'sending', attempts, dueAt: 0, createdAt: 0, updatedAt: 0 },
});

describeChannel({
  type: wechat,
  secrets: [WECHAT_SECRET],
  start: async () => {
    const platform = await startWechatServer();
    return { ...draftsOnly(platform), options: platform.account, world: { fetch: withPictures(platform) } };
  },
});

/** For the suite: what goes wrong goes wrong with the draft, and what is counted are drafts. */
function draftsOnly(wechatServer: WechatServer) {
  const { faults } = wechatServer;
  const isDraft = ({ url }: { url: URL }) => /\/draft\/(?:add|update|delete)$/.test(url.pathname);
  wechatServer.faults = [];
  wechatServer.faultOf = (request) => (isDraft(request) ? faults.shift() : undefined);
  return {
    platform: {
      ...wechatServer,
      faults,
      get requests() {
        return wechatServer.requests.filter(isDraft);
      },
    },
    seen: () => wechatServer.drafts.map(({ article }) => JSON.stringify(article)),
  };
}

/** Every host but WeChat's gives a picture. */
function withPictures({ origin }: WechatServer): typeof fetch {
  return (url, init) =>
    String(url).startsWith(origin) ? fetch(url, init) : Promise.resolve(new Response(new Uint8Array(PNG)));
}

async function open(own: Record<string, unknown> = {}) {
  const platform = await startWechatServer();
  const options = wechat.options.parse({ ...platform.account, ...own });
  const channel = wechat.open(options, testWorld());
  const send = (message: Message = tiger, id = 'd1', attempts = 1) =>
    channel.send(wechat.render(message, { ...CONTEXT, deliveryId: id }, options), {
      delivery: delivery(id, message, attempts),
      signal,
    });
  return { platform, options, channel, send };
}

describe('a draft', () => {
  it('has the title, the authors, the summary, the article and the way to the original', async () => {
    const { platform, send } = await open();
    platform.web.set('tiger.jpg', JPEG);
    await send(withArticle('<p>新的一年。</p>', { cover: platform.picture('tiger.jpg') }));
    const [draft] = platform.drafts;
    expect(draft?.article).toEqual({
      title: '喜迎虎年',
      author: '齐天',
      digest: '开源正当时',
      content:
        '<section style="font-size:16px;line-height:1.75;color:#2b2f38;word-break:break-word"><p style="margin:0 0 1em">新的一年。</p></section>',
      content_source_url: 'https://blog.example.org/blog/tiger/#postrider-d1',
      thumb_media_id: expect.any(String),
    });
    expect(platform.library.get(draft?.article.thumb_media_id)).toEqual(JPEG);
  });

  it('has styles at every element, and neither classes nor anything that runs', () => {
    const { article } = draw(
      withArticle(
        '<h2 id="a">标题</h2><div class="x"><p>段落 <code class="language-go">go</code></p></div><script>alert(1)</script>',
      ),
    );
    expect(article.content).toContain(
      '<h2 style="margin:1.4em 0 .6em;font-weight:700;line-height:1.4;font-size:19px">标题</h2>',
    );
    expect(article.content).not.toMatch(/class|id=|alert|<div/);
  });

  it('turns outside links into numbered footnotes, and leaves those inside WeChat', () => {
    const { article } = draw(
      withArticle(
        '<p><a href="https://mosn.io/?a=1&amp;b=2">MOSN</a>、<a href="https://mosn.io/?a=1&amp;b=2">又是它</a>、' +
          '<a href="https://go.dev/">Go</a>、<a href="http://mp.weixin.qq.com/s/abc">往期</a>、' +
          '<a href="https://bare.example.org/">https://bare.example.org/</a>、<a href="#top">上面</a></p>',
      ),
    );
    const text = article.content.replace(/<(?!a|\/a)[^>]*>/g, '');
    expect(text).toBe(
      'MOSN[1]、又是它[1]、Go[2]、<a href="https://mp.weixin.qq.com/s/abc">往期</a>、https://bare.example.org/、上面' +
        '参考链接[1] https://mosn.io/?a=1&amp;b=2[2] https://go.dev/',
    );
  });

  it('keeps the lines and the indentation of code', () => {
    const { article } = draw(
      withArticle('<pre><code class="language-go">func main() {\n\tif a &lt; b {\n  x  y\n}\n</code></pre>'),
    );
    expect(article.content).toContain(
      'func main() {<br />\u00A0\u00A0\u00A0\u00A0if a &lt; b {<br />\u00A0\u00A0x\u00A0\u00A0y<br />}</pre>',
    );
  });

  it('keeps within the limits of title, author and summary', () => {
    const long = nastyMessages['a post with a title of 400 characters, 60 tags and 12 authors'] as Message;
    const { title, author, digest } = draw(long).article;
    expect([title.length, author.length, digest.length]).toEqual([32, 16, 120]);
    expect(draw(tiger, { author: '社区小编' }).article.author).toBe('社区小编');
  });

  it('ends with the way to the rest when the article is longer than a draft may be', () => {
    const paragraph = `<p>${'很长的一段。'.repeat(100)}</p>`;
    const { article } = draw(withArticle(paragraph.repeat(60)));
    expect(article.content.replace(/<[^>]*>/g, '').length).toBeLessThan(20_000);
    expect(article.content).toMatch(
      /很长的一段。<\/p>\n<p>文章较长，余下的内容请点击文末「阅读原文」。<\/p><\/section>$/,
    );
  });

  it('is sent shorter where the account counts the markup as well', async () => {
    const { platform, send } = await open();
    platform.countsMarkup = true;
    await send(withArticle(`<p>${'短。'.repeat(20)}</p>`.repeat(400)));
    expect(platform.calls.filter((path) => path === 'draft/add')).toHaveLength(2);
    expect(platform.drafts[0]?.article.content).toContain('余下的内容');
  });

  it('of an edition or a round-up is its list', () => {
    const { content } = draw(nastyMessages['an edition'] as Message).article;
    expect(content.replace(/<[^>]*>/g, '')).toContain('云原生运行时的下一个五年[3]3 篇文章推荐');
    const body = draw({
      ...(nastyMessages['an edition'] as Message),
      body: '大家好\n\n- [一](https://a.example/)，甲',
    });
    expect(body.article.content.replace(/<[^>]*>/g, '')).toContain('大家好\n\n一[1]，甲');
  });
});

describe('the pictures of a draft', () => {
  it('are uploaded, once, and the article shows WeChat’s own', async () => {
    const { platform, send } = await open();
    platform.web.set('a.png', PNG).set('b.jpg', JPEG);
    const [a, b] = [platform.picture('a.png'), platform.picture('b.jpg')];
    await send(
      withArticle(`<p><img src="${a}" alt="x" /></p><p><img src="${b}" /></p><p><img src="${a}" /></p>`),
      'd1',
    );
    await send(withArticle(`<p><img src="${a}" /></p>`), 'd2');
    expect(platform.calls.filter((path) => path === 'media/uploadimg')).toHaveLength(2);
    expect([...platform.pictures.values()]).toEqual(expect.arrayContaining([PNG, JPEG]));
    const { content } = platform.drafts[0]?.article ?? {};
    const sources = [...content.matchAll(/src="([^"]*)"/g)].map(([, src]) => src);
    expect(sources.every((src) => src.startsWith('http://mmbiz.qpic.cn/'))).toBe(true);
    expect(sources[0]).toBe(sources[2]);
  });

  it('that WeChat does not take leave a note for the editor', async () => {
    const { platform, send } = await open();
    platform.web
      .set('a.webp', WEBP)
      .set('b.gif', GIF)
      .set('big.png', Buffer.concat([PNG, Buffer.alloc(1_100_000)]));
    const names = ['a.webp', 'b.gif', 'big.png', 'gone.png'];
    await send(withArticle(names.map((name) => `<p><img src="${platform.picture(name)}" /></p>`).join('')));
    const { content } = platform.drafts[0]?.article ?? {};
    for (const name of names) expect(content).toContain(`〔这张图片没能上传，请手动插入：${platform.picture(name)}〕`);
  });

  it('are waited for when their host does not answer, but not for ever', async () => {
    const { platform, send } = await open();
    platform.web.set('a.png', 503);
    const message = withArticle(`<p><img src="${platform.picture('a.png')}" /></p>`);
    for (const attempt of [1, 2, 3]) {
      expect(await failureOf(send(message, 'd1', attempt))).toMatchObject({ kind: 'later' });
    }
    await send(message, 'd1', 4);
    expect(platform.drafts[0]?.article.content).toContain('没能上传');
  });

  it('give the cover when the post has none; without any it is a plain one', async () => {
    const { platform, send } = await open();
    platform.web.set('first.gif', GIF);
    const cover = (at: number) => platform.library.get(platform.drafts[at]?.article.thumb_media_id);
    await send(withArticle(`<p>a</p><p><img src="${platform.picture('first.gif')}" /></p>`), 'd1');
    expect(cover(0)).toEqual(GIF);
    await send(withArticle('<p>a</p>'), 'd2');
    await send(withArticle('<p>a</p>', { cover: platform.picture('gone.png') }), 'd3');
    expect([cover(1), cover(2)]).toEqual([plainCover(), plainCover()]);
    expect(platform.library.size).toBe(2);
  });

  it('are uploaded anew as a cover when somebody tidied the library up', async () => {
    const { platform, send } = await open();
    await send(tiger, 'd1');
    platform.library.clear();
    expect(await failureOf(send(tiger, 'd2'))).toMatchObject({ kind: 'later' });
    await send(tiger, 'd2');
    expect(platform.drafts).toHaveLength(2);
  });
});

it('the plain cover is a PNG of 900 × 383', () => {
  const png = plainCover();
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([900, 383]);
  const start = png.indexOf('IDAT') + 4;
  expect(inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)))).toHaveLength(901 * 383);
});

describe('WeChat', () => {
  it('is asked for one token, and for another when it no longer knows that one', async () => {
    const { platform, send } = await open();
    await send(tiger, 'd1');
    await send(tiger, 'd2');
    expect(platform.calls.filter((path) => path === 'stable_token')).toHaveLength(1);
    platform.tokens.clear();
    await send(tiger, 'd3');
    expect(platform.calls.filter((path) => path === 'stable_token')).toHaveLength(2);
    expect(platform.drafts).toHaveLength(3);
  });

  it('that knows no token however new is asked later', async () => {
    const { platform, send } = await open();
    for (let i = 0; i < 2; i++)
      platform.refusals.push({ path: 'draft/add', errcode: 40001, errmsg: 'invalid credential' });
    expect(await failureOf(send())).toMatchObject({ kind: 'later' });
    expect(platform.calls.filter((path) => path === 'draft/add')).toHaveLength(2);
  });

  it.each([
    [40164, 'never', 'IP白名单', undefined],
    [40125, 'never', 'appSecret', undefined],
    [48001, 'never', '接口权限', undefined],
    [45009, 'later', undefined, 3_600_000],
    [45011, 'later', undefined, 60_000],
    [45003, 'never', 'developers.weixin.qq.com', undefined],
    [-1, 'doubt', undefined, undefined],
  ] as const)('says in its numbers what to do: %i', async (errcode, kind, hint, retryAfter) => {
    const { platform, send } = await open();
    platform.refusals.push({ path: 'draft/add', errcode, errmsg: 'invalid ip 192.0.2.7, not in whitelist' });
    const error = await failureOf(send());
    expect(error).toMatchObject({ kind, retryAfter });
    expect(error.message).toContain('192.0.2.7');
    expect(error.hint ?? '').toContain(hint ?? '');
  });

  it('that is busy while a token or a picture is asked for leaves no doubt', async () => {
    const { platform, send } = await open();
    platform.refusals.push({ path: 'stable_token', errcode: -1, errmsg: 'system error' });
    expect(await failureOf(send())).toMatchObject({ kind: 'later' });
    platform.refusals.push({ path: 'material/add_material', errcode: -1, errmsg: 'system error' });
    expect(await failureOf(send())).toMatchObject({ kind: 'later' });
  });

  it('leaves a draft alone that was published in the meantime', async () => {
    const { platform, channel, send } = await open();
    const receipt = await send();
    platform.drafts.length = 0;
    const call = channel.update?.(draw(tiger), { receipt, signal });
    expect(await failureOf(call)).toMatchObject({ kind: 'never', hint: expect.stringContaining('published') });
  });

  it('cannot be asked about a draft whose link has no place for a mark', async () => {
    const { channel } = await open();
    const message = { ...tiger, url: 'https://docs.example.org/#/blog/tiger' };
    const call = channel.find?.({ delivery: delivery('d1', message), signal });
    expect(await failureOf(call)).toMatchObject({ kind: 'never' });
  });

  it('is asked by doctor whether it knows the account', async () => {
    const { options } = await open();
    expect(await wechat.check?.(options, { fetch, signal })).toBe('WeChat knows the account');
    const wrong = wechat.check?.({ ...options, appSecret: 'x' }, { fetch, signal });
    expect(await failureOf(wrong)).toMatchObject({ kind: 'never', hint: expect.stringContaining('appSecret') });
  });
});
