import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { markdownPost } from '../support/markdown-post.js';
import { runPostrider, startPostrider } from '../support/postrider.js';
import { SMTP_PASSWORD, SMTP_USER, startSmtpServer } from '../support/smtp-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';
import { PNG, startWechatServer, WECHAT_SECRET } from '../support/wechat-server.js';

async function community() {
  const folder = tempFolder();
  const [mail, wechat] = [await startSmtpServer(), await startWechatServer()];
  wechat.web.set('sketch.png', PNG);
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org, timezone: Asia/Shanghai }
content: { path: content, permalink: "/blog/{slug}/" }
announce: { deletes: delete }
channels:
  - { name: letter, type: email, url: "${mail.origin}", tls: "off", user: ${SMTP_USER}, password: ${SMTP_PASSWORD},
      from: 社区周刊 <weekly@example.org>, to: readers@lists.example.org }
  - { name: drafts, type: wechat, appId: ${wechat.account.appId}, appSecret: ${WECHAT_SECRET}, apiUrl: "${wechat.origin}" }
  - { name: archive, type: file, path: editions }
`,
  );
  folder.write(
    'jobs/weekly.md',
    '---\ntitle: 本周推荐阅读\nschedule: "0 10 * * 5"\nchannels: [letter, drafts, archive]\n---\n',
  );
  folder.write('content/first.md', markdownPost('早就有的文章'));
  const body = `先看一眼[文档](https://docs.example.org/)。\n\n![草图](${wechat.picture('sketch.png')})\n\n\`\`\`go\nfunc main() {\n\trun()\n}\n\`\`\`\n`;
  return {
    folder,
    mail,
    wechat,
    post: (title: string) => folder.write('content/news.md', markdownPost(title, {}, body)),
  };
}

describe('mails, drafts and files, in a running Postrider', () => {
  it('are made of a new post; the draft, with its whole article, follows an edit and goes with the post', async () => {
    const { folder, mail, wechat, post } = await community();
    await startPostrider(folder.path);
    post('新文，有错别子');
    await until(() => mail.mails.length === 1 && wechat.drafts.length === 1, 60_000);
    expect(mail.mails[0]?.subject).toBe('新文，有错别子');
    const draft = () => wechat.drafts[0]?.article;
    expect(draft()?.content.replace(/<[^>]*>/g, '')).toContain('先看一眼文档[1]。');
    expect(draft()?.content).toMatch(/<img src="http:\/\/mmbiz\.qpic\.cn\/[^"]*" alt="草图"/);
    expect(draft()?.content).toContain('func main() {<br />\u00A0\u00A0\u00A0\u00A0run()<br />}');

    post('新文，没有错别字');
    await until(() => draft()?.title === '新文，没有错别字', 60_000);
    expect(draft()?.content).toContain('func main()');

    folder.remove('content/news.md');
    await until(() => wechat.drafts.length === 0, 60_000);
    expect(mail.mails).toHaveLength(1);
  });

  it('are made of a digest', async () => {
    const { folder, mail, wechat, post } = await community();
    post('连接池是怎么回收的');
    const { code, stderr } = await runPostrider(folder.path, ['digest', 'weekly']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(mail.mails[0]?.subject).toMatch(/^本周推荐阅读/);
    expect(mail.mails[0]?.html).toContain('连接池是怎么回收的');
    expect(wechat.drafts[0]?.article.content).toContain('连接池是怎么回收的');
    const [file = ''] = readdirSync(join(folder.path, 'editions'));
    expect(readFileSync(join(folder.path, 'editions', file), 'utf8')).toContain(
      '[连接池是怎么回收的](https://blog.example.org/blog/news/)',
    );
  });

  it('are announced by hand with the article, and previewed as they would be sent', async () => {
    const { folder, wechat, post } = await community();
    post('手动发一篇');
    const { code } = await runPostrider(folder.path, ['announce', 'content/news.md', '--channel', 'drafts']);
    expect(code).toBe(0);
    expect(wechat.drafts[0]?.article.content).toContain('func main()');
    const { stdout } = await runPostrider(folder.path, ['preview', 'content/news.md', '--medium', 'wechat', '--json']);
    expect(JSON.parse(stdout).payload.article.content).toContain('func main()');
  });

  it('are checked by the doctor, who never prints a secret', async () => {
    const { folder, mail } = await community();
    const good = await runPostrider(folder.path, ['doctor']);
    expect(good.stdout).toContain(`127.0.0.1:${mail.port} lets us in`);
    expect(good.stdout).toContain('WeChat knows the account');
    const config = readFileSync(join(folder.path, 'postrider.yaml'), 'utf8');
    folder.write('postrider.yaml', config.replace(SMTP_PASSWORD, 'another-password'));
    const bad = await runPostrider(folder.path, ['doctor']);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('Authentication credentials invalid');
    expect(bad.stdout + bad.stderr).not.toContain('another-password');
    expect(good.stdout + bad.stdout).not.toContain(WECHAT_SECRET);
  });

  it.each(['docs/channels.md', 'docs/channels.zh-CN.md'])('are configured as %s says', async (guide) => {
    const text = readFileSync(join(import.meta.dirname, '../..', guide), 'utf8');
    const configs = [...text.matchAll(/```yaml\n(channels:\n[^`]*type: (email|wechat|webhook|file)\b[^`]*)```/g)];
    expect(configs.map(([, , type]) => type)).toEqual(expect.arrayContaining(['email', 'wechat', 'webhook', 'file']));
    for (const [, config = ''] of configs) {
      const folder = tempFolder();
      folder.write('postrider.yaml', config);
      expect((await loadConfig({ cwd: folder.path, env: {}, secretsOptional: true })).channels).toHaveLength(1);
    }
  });
});
