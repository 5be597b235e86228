import { describe, expect, it } from 'vitest';
import { loadChannelTypes } from '../../src/channels/index.js';
import { templateFault } from '../../src/channels/message-template.js';
import { loadConfig } from '../../src/config/load-config.js';
import { postMessage } from '../../src/message/post-message.js';
import { makePost } from '../support/make-post.js';
import { tempFolder } from '../support/temp-folder.js';

const context = { language: 'zh', timezone: 'Asia/Shanghai' } as const;
const post = makePost({
  ...{ slug: 'tiger', title: '喜迎 <!channel> *虎年*', description: '开源正当时', tags: ['开源', 'Go'] },
  url: 'https://blog.example.org/_tiger_/?a=1&b=2',
});
const kinds = await loadChannelTypes();
const drawn = (type: string, template: string, message = postMessage(post)) =>
  kinds.find((kind) => kind.type === type)?.render(message, context, { template });
const slackText = (template: string) => drawn('slack', template).blocks[0].text.text;

describe('a template of a channel', () => {
  it('is in the markup of the medium, and what comes from the author is not', () => {
    expect(slackText('<!here> *{{ title }}*\n<{{ url }}|打开> {{ tags | join: "、" }}')).toBe(
      '<!here> *喜迎 &lt;!channel&gt; ∗虎年∗*\n<https://blog.example.org/_tiger_/?a=1&amp;b=2|打开> 开源、Go',
    );
    const { markdown } = drawn('dingtalk', '# {{ title }}\n\n> {{ summary }}');
    expect(markdown.text).toBe('# 喜迎 ＜!channel＞ ＊虎年＊\n\n> 开源正当时');
  });

  it('leaves cover and buttons where they are', () => {
    const message = postMessage({ ...post, cover: 'https://img.example.org/tiger.png' });
    const { blocks } = drawn('slack', '{{ title }}', message);
    expect(blocks.map(({ type }: { type: string }) => type)).toEqual(['section', 'image', 'actions']);
  });

  it('knows author, date, minutes and note', () => {
    expect(
      slackText('{{ author }} {{ date }} {{ minutes }} {{ note }}|{% for a in authors %}{{ a }}{% endfor %}'),
    ).toBe('齐天 2022年2月3日 4 |齐天');
  });

  it('draws the title alone when it draws nothing that fits', () => {
    expect(slackText(`${'x'.repeat(4_000)} {{ title }}`)).toMatch(/^\*<https:/);
  });
});

describe('a fault in a template', () => {
  it('is found with its line and column', () => {
    expect(templateFault('{{ title }}')).toBeUndefined();
    expect(templateFault('{{ title }}\n  {% iff x %}')).toEqual({
      line: 2,
      column: 3,
      message: 'tag "iff" not found',
    });
    expect(templateFault('a\n\n{{ title | upcasee }}')).toMatchObject({
      line: 3,
      message: 'undefined filter: upcasee',
    });
    expect(templateFault('{% if title %}')).toMatchObject({ line: 1, column: 1 });
    expect(templateFault('{{ title }}\n{{ titel }}')).toEqual({
      line: 2,
      column: 4,
      message: '"titel" does not exist; did you mean "title"?',
    });
    expect(templateFault('{% include "x" %}')).toMatchObject({ message: 'tag "include" not found' });
  });

  it('is a fault of the config', async () => {
    const folder = tempFolder();
    const file = folder.write(
      'postrider.yaml',
      [
        'channels:',
        '  - name: group',
        '    type: dingtalk',
        '    webhook: https://oapi.dingtalk.com/robot/send?access_token=x',
        '    template: |',
        '      {{ title }}',
        '      {{ titel }}',
      ].join('\n'),
    );
    await expect(loadConfig({ file, cwd: folder.path, env: {} })).rejects.toThrow(
      'postrider.yaml:5 channels[0].template: line 2, column 4 of the template: "titel" does not exist; did you mean "title"?; correct the value',
    );
  });
});
