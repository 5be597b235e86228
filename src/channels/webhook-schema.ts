import { z } from 'zod';

/*
 * What a webhook is sent, as a schema: docs/webhook.schema.json is made of it (scripts/write-webhook-schema.ts). Receivers
 * are told to expect further keys, so that a new one is no new version.
 */

const plain = (what: string) => z.string().describe(`${what} Plain text, never markup.`);
const address = (what: string) => z.string().describe(`${what} An absolute URL.`);
const moment = (what: string) => z.string().describe(`${what} RFC 3339, with the offset it was written in.`);

const author = z.looseObject({
  name: plain('As it is shown.'),
  url: address("The author's own page.").optional(),
});

const item = z.looseObject({
  title: plain('The title of the article.'),
  url: address('Where it is.').optional(),
  cover: address('A picture.').optional(),
  excerpt: plain('Its first words or its description.').optional(),
  date: moment('When it was written.').optional(),
  reason: plain('Why it is in the list, e.g. how many posts recommend it; in the language of the channel.').optional(),
});

const section = z.looseObject({
  heading: plain('In the language of the channel; absent for a list without a name.').optional(),
  items: z.array(item),
});

const action = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('link'), label: plain('What a button says.'), url: address('Where it leads.') }),
  z.looseObject({
    type: z.literal('command'),
    label: plain('What a button says.'),
    command: z.string().describe('What the bot would be asked, e.g. `tag MOSN`.'),
  }),
]);

const message = z.looseObject({
  kind: z
    .enum(['post', 'roundup', 'edition', 'reply'])
    .describe(
      'One post, many new posts at once, or an issue of a digest. (`reply` is an answer of the bot; no webhook gets one.)',
    ),
  title: plain('The title of the post or the edition.'),
  url: address('Where the title leads.').optional(),
  cover: address('A picture.').optional(),
  text: plain('One paragraph: the description of a post, the opening words of an edition.').optional(),
  note: plain("A line of the author's for this announcement.").optional(),
  authors: z.array(author),
  categories: z.array(z.string()),
  tags: z.array(z.string()),
  date: moment('When the post was written, or the edition made.').optional(),
  readingMinutes: z.number().describe('Whole minutes.').optional(),
  lang: z.string().describe('BCP 47 tag of the content, e.g. zh-CN.'),
  sections: z.array(section).describe('The lists of a round-up or an edition; empty for a post.'),
  actions: z.array(action).describe('What a reader can press besides the title.'),
  body: z.string().describe("An edition's whole text, in Markdown.").optional(),
  file: z
    .looseObject({ path: z.string().describe('Relative, with `/`.'), text: z.string() })
    .describe('The edition as a complete article with front matter, where its job says `article`.')
    .optional(),
  total: z.number().describe('How many there are in all, when the lists show a part.').optional(),
});

export const webhookSchema = z
  .looseObject({
    type: z
      .enum(['post.announced', 'roundup.announced', 'edition.announced', 'reply.announced'])
      .describe('What happened: the `kind` of the data and `.announced`.'),
    data: message,
  })
  .meta({
    title: 'A webhook of Postrider',
    description:
      'The body of the POST that a channel of type `webhook` sends. Keys may be added; ignore those you do not know. The header webhook-id names the delivery and is the same when it is sent again.',
  });
