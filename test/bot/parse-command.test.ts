import { describe, expect, it } from 'vitest';
import { commands } from '../../src/bot/commands/index.js';
import { parseCommand } from '../../src/bot/parse-command.js';

/** `name|argument`, with `count` and `after` where there are any. */
function read(text: string): string {
  const parsed = parseCommand(text, commands);
  if (parsed.type !== 'command') return parsed.type;
  const { command, argument, count, after } = parsed;
  return `${command.name}|${argument}${count ? ` count:${count}` : ''}${after ? ` after:${after}` : ''}`;
}

describe('the grammar of the bot', () => {
  it.each([
    ['latest', 'latest|'],
    ['latest 5', 'latest|5'],
    ['latest post', 'latest|'],
    ['最新', 'latest|'],
    ['最新 5', 'latest|5'],
    ['最新5篇', 'latest|5篇'],
    ['最新文章', 'latest|'],
    ['tag MOSN 5', 'tag|MOSN 5'],
    ['#MOSN', 'tag|MOSN'],
    ['标签 MOSN', 'tag|MOSN'],
    ['tags', 'tags|'],
    ['categories', 'categories|'],
    ['authors', 'authors|'],
    ['标签列表', 'tags|'],
    ['分类列表', 'categories|'],
    ['作者列表', 'authors|'],
    ['category SOFAStack', 'category|SOFAStack'],
    ['分类 SOFAStack', 'category|SOFAStack'],
    ['author 齐天', 'author|齐天'],
    ['作者 齐天', 'author|齐天'],
    ['search service mesh', 'search|service mesh'],
    ['搜索 服务网格', 'search|服务网格'],
    ['related https://blog.example.org/blog/a/', 'related|https://blog.example.org/blog/a/'],
    ['相关 揭秘 MOSN', 'related|揭秘 MOSN'],
    ['digest', 'digest|'],
    ['digest weekly-reading', 'digest|weekly-reading'],
    ['周报', 'digest|'],
    ['推荐阅读', 'digest|'],
    ['subscribe tag MOSN', 'subscribe|tag MOSN'],
    ['订阅 标签 MOSN', 'subscribe|标签 MOSN'],
    ['unsubscribe tag MOSN', 'unsubscribe|tag MOSN'],
    ['退订 标签 MOSN', 'unsubscribe|标签 MOSN'],
    ['subscriptions', 'subscriptions|'],
    ['我的订阅', 'subscriptions|'],
    ['language zh', 'language|zh'],
    ['语言 英文', 'language|英文'],
    ['help', 'help|'],
    ['帮助', 'help|'],
  ])('understands the command “%s”', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['full-width letters and digits', 'ｌａｔｅｓｔ　５', 'latest|5'],
    ['full-width hash', '＃ＭＯＳＮ', 'tag|MOSN'],
    ['capitals', 'LATEST Post', 'latest|'],
    ['a question mark', 'latest?', 'latest|'],
    ['Chinese closing punctuation', '最新文章。。。', 'latest|'],
    ['quotes around everything', '“latest 5”', 'latest|5'],
    ['back-ticks around everything', '`tag MOSN`', 'tag|MOSN'],
    ['a colon after the command', '标签：MOSN', 'tag|MOSN'],
    ['a mention in front', '@Postrider 最新', 'latest|'],
    ['a mention with a full-width at', '＠小信使　帮助', 'help|'],
    ['a slash in front', '/latest 3', 'latest|3'],
    ['no space after a Chinese command', '标签MOSN', 'tag|MOSN'],
    ['no space before the number', 'latest5', 'latest|5'],
    ['line breaks and zero-width characters', '\u200blatest\n\u200b 5', 'latest|5'],
    ['an English command in Chinese company', 'tag 服务网格', 'tag|服务网格'],
    ['politeness', 'please show me the latest posts, thanks', 'latest|'],
    ['Chinese politeness', '请给我看看最新的文章吧', 'latest|'],
    ['the number first', '5 latest posts', 'latest| count:5'],
    ['the number first in Chinese', '来五篇最新文章', 'latest| count:5'],
    ['a natural question', "What's new?", 'latest|'],
    ['a Chinese natural question', '有哪些标签列表？', 'tags|'],
    ['posts by somebody', 'posts by 齐天', 'author|齐天'],
    ['posts about something', 'posts about service mesh', 'search|service mesh'],
    ['traditional characters', '標籤 MOSN', 'tag|MOSN'],
    ['C++ keeps its signs', 'tag C++', 'tag|C++'],
  ])('reads through %s', (_, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('reads the page a button asks for, in both languages', () => {
    expect(read('tag MOSN 5 after:10')).toBe('tag|MOSN 5 after:10');
    expect(read('标签 MOSN 跳过：10')).toBe('tag|MOSN after:10');
  });

  it('does not take a longer word for a command', () => {
    expect(read('tagline')).toBe('unknown');
    expect(read('bystander')).toBe('unknown');
  });

  it.each([
    ['latset 3', 'latest 3'],
    ['serach mesh', 'search mesh'],
    ['subscirbe tag MOSN', 'subscribe tag MOSN'],
    ['tga MOSN', 'tag MOSN'],
    ['hlep', 'help'],
  ])('mends the typo in “%s”', (text, corrected) => {
    expect(parseCommand(text, commands)).toMatchObject({ type: 'command', corrected });
  });

  it.each(['rust', 'mesh', 'java', '齐天的文章', 'tour'])('does not take “%s” for a typo', (text) => {
    expect(read(text)).toBe('unknown');
  });

  it('says when there is nothing or nothing it knows', () => {
    expect(read('   ')).toBe('empty');
    expect(read('@Postrider')).toBe('empty');
    expect(read('今天天气怎么样')).toBe('unknown');
  });

  it('answers in time whatever somebody pastes', () => {
    const start = performance.now();
    for (const text of [
      'the '.repeat(5000),
      '请'.repeat(5000),
      'tag '.repeat(5000),
      '5 '.repeat(5000),
      '"'.repeat(5000),
    ])
      read(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
