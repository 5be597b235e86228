import fc from 'fast-check';
import type { Message, MessageItem } from '../../src/message/message.js';

/** What has broken message senders before: markup of every medium, mentions, halves of characters, endless ones. */
const FRAGMENTS = [
  ...[
    '<!channel>',
    '<!here>',
    '<@U012AB>',
    '<#C012>',
    '<https://evil.example|x>',
    '<script>alert(1)</script>',
    '<br/>',
  ],
  ...[
    '*bold*',
    '_it_',
    '~~gone~~',
    '`code`',
    '```',
    '&amp;',
    '&',
    '>',
    '<',
    '|',
    '\\',
    '"',
    ']]>',
    '{{ title }}',
    '%7C',
  ],
  ...[
    '[a](b)',
    '![](x)',
    '# h',
    '\n# h\n',
    '\n- a\n- b',
    '\n> q',
    '1. x',
    '\n---\n',
    '| a | b |',
    '@all',
    '@13800000000',
    '@everyone',
    ' @durov_1',
    '<at id=all></at>',
    '<@!80351110224678912>',
    '[x](tg://user?id=1)',
    '&lt;@all&gt;',
  ],
  ...[
    '喜迎虎年｜开源正当时！',
    'ＳＯＦＡ',
    '👩‍👩‍👧‍👦',
    '🇨🇳',
    'e\u0301',
    `z${'\u0301'.repeat(300)}`,
    '\uD83D',
    '\uDE00',
    '\u202Egnp',
  ],
  ...[
    '\u0000',
    '\u001B[31m',
    '\r\n',
    '\u2028',
    '\uFFFF',
    '\u200B',
    ' ',
    '',
    'snake_case',
    '2*3*4',
    'C++',
    'a'.repeat(400),
  ],
];

export const nastyText = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(...FRAGMENTS).chain((part) => fc.constant(part.repeat(150))) },
);

export const nastyUrl = fc.oneof(
  fc.webUrl(),
  nastyText.map((text) => `https://blog.example.org/blog/${text}`),
  nastyText.map((text) => `https://blog.example.org/?q=${encodeURIComponent(text.replace(/[\uD800-\uDFFF]/g, ''))}`),
  fc.constantFrom(
    '',
    'javascript:alert(1)',
    'not a url',
    '/relative',
    'data:image/png;base64,AA',
    'http://[::1',
    `https://x.example/${'路'.repeat(1000)}`,
  ),
);

const nastyItem: fc.Arbitrary<MessageItem> = fc.record(
  {
    title: nastyText,
    url: nastyUrl,
    cover: nastyUrl,
    excerpt: nastyText,
    date: fc.constantFrom('2022-02-03T15:00:00+08:00', 'never'),
    reason: nastyText,
  },
  { requiredKeys: ['title'] },
);

/** Any message at all. Its title has something to show, as every post's has. */
export const nastyMessage: fc.Arbitrary<Message> = fc.record(
  {
    kind: fc.constantFrom('post', 'roundup', 'edition', 'reply'),
    title: nastyText.map((text) => `题${text}`),
    url: nastyUrl,
    cover: nastyUrl,
    text: nastyText,
    note: nastyText,
    authors: fc.array(fc.record({ name: nastyText, url: nastyUrl }, { requiredKeys: ['name'] }), { maxLength: 8 }),
    categories: fc.array(nastyText, { maxLength: 3 }),
    tags: fc.oneof(fc.array(nastyText, { maxLength: 3 }), fc.array(nastyText, { minLength: 60, maxLength: 60 })),
    date: fc.constantFrom('2022-02-03T15:00:00+08:00', '2022-13-45', ''),
    readingMinutes: fc.nat(10_000),
    lang: fc.constantFrom('zh-CN', 'en', 'x'),
    sections: fc.oneof(
      fc.array(
        fc.record({ heading: nastyText, items: fc.array(nastyItem, { maxLength: 6 }) }, { requiredKeys: ['items'] }),
        { maxLength: 4 },
      ),
      fc.array(nastyItem, { minLength: 40, maxLength: 120 }).map((items) => [{ items }]),
    ),
    actions: fc.array(
      fc.oneof(
        fc.record({ type: fc.constant('link' as const), label: nastyText, url: nastyUrl }),
        fc.record({ type: fc.constant('command' as const), label: nastyText, command: nastyText }),
      ),
      { maxLength: 30 },
    ),
  },
  { requiredKeys: ['kind', 'title', 'authors', 'categories', 'tags', 'lang', 'sections', 'actions'] },
);
