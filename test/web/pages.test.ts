import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyMessage, type Message } from '../../src/message/message.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { openBrowser, watchPage } from '../support/open-browser.js';
import { makeSiteInput, startWeb } from '../support/start-web.js';

const library = makeLibrary(
  [
    makePost({
      slug: 'pigeons',
      title: '信鸽与 HTTP 缓存：一次不太严肃的比较',
      excerpt: '信鸽把同一封信送两次的时候，收信人该怎么办？',
      cover: 'https://pictures.example.org/pigeon.jpg',
      tags: ['缓存', 'HTTP'],
      date: '2022-03-01T10:00:00+08:00',
    }),
    makePost({
      slug: 'stamps',
      title: 'Stamps & Envelopes <in> English',
      lang: 'en',
      tags: ['HTTP'],
      authors: [{ name: 'Ada' }],
      date: '2021-05-06T10:00:00+08:00',
    }),
    makePost({ slug: 'horses', title: '驿马的一天', tags: ['驿站'], date: '2021-02-01T10:00:00+08:00' }),
  ],
  {
    pigeons: `<h2 id="why">为什么</h2><p>信鸽不会读 <code>ETag</code>，但是会认路。</p>
      <p><img src="https://pictures.example.org/map.png" alt="路线图"></p>
      <pre><code>GET /rss.xml HTTP/1.1</code></pre><table><tr><th>鸽子</th><th>缓存</th></tr><tr><td>会飞</td><td>不会</td></tr></table>`,
  },
);

async function ask(text: string): Promise<Message> {
  if (text === '坏了') throw new Error('the bot is out');
  const [newest] = library.posts;
  return {
    ...emptyMessage('reply', `你问的是「${text}」`, 'zh-CN'),
    text: '共 3 篇，这是最新的一篇：',
    sections: [{ items: [{ title: newest?.title ?? '', url: newest?.url, date: newest?.date }] }],
    actions: [{ type: 'command', label: '再来一篇', command: '最新 2' }],
    total: 3,
  };
}

const edition = {
  id: 'weekly/2022-W09',
  job: 'weekly',
  from: '2022-02-25T10:00:00+08:00',
  to: '2022-03-04T10:00:00+08:00',
  title: '本周推荐阅读 · 2022 年第 9 周',
  markdown: '大家好。\n\n## 新文章\n\n- [信鸽](https://blog.example.org/blog/pigeons/)\n',
  posts: [],
  readings: [],
  createdAt: '2022-03-04T10:00:00+08:00',
};

let browser: Browser;
let web: Awaited<ReturnType<typeof startWeb>>;
beforeAll(async () => {
  browser = await openBrowser();
  web = await startWeb(
    makeSiteInput({
      library,
      editions: [edition],
      jobs: [
        { name: 'weekly', title: '本周推荐阅读', next: Date.parse('2022-03-11T02:00:00Z'), channels: ['community'] },
      ],
    }),
    { ask },
  );
});
afterAll(async () => {
  await browser.close();
  await web.close();
});

/** Opens a path, lets the test act, then expects a clean console and no request elsewhere. */
async function visit(path: string, act: (page: Page) => Promise<void>, options?: Parameters<typeof watchPage>[2]) {
  const { page, errors, foreign } = await watchPage(browser, web.url, options);
  try {
    await page.goto(web.url + path);
    await act(page);
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
  } finally {
    await page.close();
  }
}

/** @param options of axe.run */
async function violations(page: Page, options = {}): Promise<string[]> {
  const results = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
}

const PAGES = [
  '/',
  '/posts/',
  '/posts/pigeons/',
  '/posts/stamps/',
  '/tags/',
  '/authors/',
  '/tags/http/',
  '/languages/en/',
  '/subscribe/',
  '/tags/http/subscribe/',
  '/digests/',
  '/digests/weekly/',
  '/digests/weekly/2022-W09/',
  '/search/?q=%E4%BF%A1%E9%B8%BD',
  '/chat/?q=%E5%B8%AE%E5%8A%A9',
];

describe('every page', () => {
  it.each(PAGES)('%s is accessible in light and dark, and fits a phone', async (path) => {
    await visit(path, async (page) => {
      // Not a script tag: the pages' own policy forbids foreign scripts.
      await page.evaluate(axe.source);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page, { runOnly: ['color-contrast'] })).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      const { scrollWidth, clientWidth } = (await page.evaluate(
        '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
      )) as Record<string, number>;
      expect(scrollWidth).toBe(clientWidth);
    });
  });

  it('names the feeds of the site and its own for readers to find', async () => {
    await visit('/tags/http/', async (page) => {
      const found = await page.$$eval('link[rel=alternate]', (links) =>
        links.map((link) => `${link.getAttribute('type')} ${link.getAttribute('href')}`),
      );
      expect(found).toEqual([
        'application/rss+xml https://rider.example.org/rss.xml',
        'application/atom+xml https://rider.example.org/atom.xml',
        'application/feed+json https://rider.example.org/feed.json',
        'application/rss+xml https://rider.example.org/tags/http/rss.xml',
        'application/atom+xml https://rider.example.org/tags/http/atom.xml',
        'application/feed+json https://rider.example.org/tags/http/feed.json',
      ]);
    });
  });
});

describe('reading', () => {
  it('leads from the front page over a post to its original and to its tag', async () => {
    await visit('/', async (page) => {
      await page.click('text=信鸽与 HTTP 缓存');
      expect(await page.textContent('h1')).toBe('信鸽与 HTTP 缓存：一次不太严肃的比较');
      expect(await page.getAttribute('.original a', 'href')).toBe('https://blog.example.org/blog/pigeons/');
      expect(await page.getAttribute('link[rel=canonical]', 'href')).toBe('https://blog.example.org/blog/pigeons/');
      await page.click('aside >> text=HTTP');
      expect(await page.textContent('h1')).toBe('HTTP');
      expect(await page.$$eval('.rows a', (links) => links.map((link) => link.textContent))).toEqual([
        '信鸽与 HTTP 缓存：一次不太严肃的比较',
        'Stamps & Envelopes <in> English',
      ]);
    });
  });

  it('says which language a post is in where that is not the page’s', async () => {
    await visit('/posts/stamps/', async (page) => {
      expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
      expect(await page.getAttribute('article.post', 'lang')).toBe('en');
    });
  });

  it('is dark where the reader’s system is', async () => {
    const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await visit('/', async (page) => expect(await background(page)).toBe('rgb(251, 250, 248)'));
    await visit('/', async (page) => expect(await background(page)).toBe('rgb(23, 22, 20)'), { dark: true });
  });

  it('shows digests with their next run and their editions', async () => {
    await visit('/digests/', async (page) => {
      expect(await page.textContent('.next-run')).toBe('下一期 2022 年 3 月 11 日 周五 10:00');
      await page.click('text=2022 年第 9 周');
      expect(await page.textContent('.prose h2')).toBe('新文章');
    });
  });

  it('works by keyboard: the first Tab offers to skip to the content', async () => {
    await visit('/', async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('跳到正文');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
    });
  });
});

describe('search', () => {
  it('finds posts from the box on every page', async () => {
    await visit('/posts/horses/', async (page) => {
      await page.fill('input[type=search]', '信鸽');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/search/?q=*');
      expect(await page.textContent('[role=status]')).toBe('找到 1 篇与「信鸽」有关的文章');
      expect(await page.textContent('.card h2')).toBe('信鸽与 HTTP 缓存：一次不太严肃的比较');
    });
  });

  it('helps on when nothing was found, and shows the words as they were typed', async () => {
    await visit(`/search/?q=${encodeURIComponent('<script>alert(1)</script>')}`, async (page) => {
      expect(await page.textContent('[role=status]')).toContain('没有找到与「<script>alert(1)</script>」有关的文章');
    });
  });
});

describe('subscribing', () => {
  it('copies a feed’s address', async () => {
    await visit('/tags/http/subscribe/', async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.click('[data-copy=feed-atom]');
      await page.waitForSelector('text=已复制');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        'https://rider.example.org/tags/http/atom.xml',
      );
      expect(await page.inputValue('#slack-command')).toBe('/posts 订阅 标签 HTTP');
    });
  });

  it.each(['/rss.xml', '/atom.xml', '/feed.json', '/tags/http/rss.xml'])(
    'shows a readable page to a person who opens %s',
    async (path) => {
      await visit(path, async (page) => {
        expect(await page.textContent('h1')).toContain('订阅');
        expect(await page.isVisible('text=你打开的地址是一个订阅源')).toBe(true);
        expect(await page.isVisible('text=信鸽与 HTTP 缓存')).toBe(true);
      });
    },
  );
});

describe('the chat', () => {
  it('answers as Slack and as DingTalk would show it, and its buttons ask on', async () => {
    await visit('/chat/', async (page) => {
      await page.fill('.chat-form input', '最新');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.exchange .slack');
      expect(await page.textContent('.question')).toContain('最新');
      expect(await page.textContent('.as-slack b >> nth=1')).toBe('你问的是「最新」');
      expect(await page.textContent('.as-dingtalk .dingtalk-title')).toBe('你问的是「最新」');
      expect(await page.isVisible('.as-slack a:has-text("信鸽")')).toBe(true);
      expect(await page.isVisible('.as-dingtalk a:has-text("信鸽")')).toBe(true);
      await page.click('.as-slack button:has-text("再来一篇")');
      await page.waitForSelector('.exchange >> nth=1 >> text=你问的是「最新 2」');
    });
  });

  it('shows one medium at a time on a phone', async () => {
    await visit(
      '/chat/?q=hi',
      async (page) => {
        expect([await page.isVisible('.slack'), await page.isVisible('.dingtalk')]).toEqual([true, false]);
        await page.click('text=钉钉里的样子');
        expect([await page.isVisible('.slack'), await page.isVisible('.dingtalk')]).toEqual([false, true]);
      },
      { width: 390, height: 844 },
    );
  });

  it('says so when no answer comes', async () => {
    const { page } = await watchPage(browser, web.url);
    await page.goto(`${web.url}/chat/`);
    await page.fill('.chat-form input', '坏了');
    await page.click('text=发送');
    await page.waitForSelector('text=没有收到回答，请稍后再试。');
    await page.close();
  });
});
