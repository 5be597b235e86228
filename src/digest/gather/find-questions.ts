import type { QuestionSource } from '../digest-job.js';
import type { Question } from '../edition.js';
import { shortenMarkdown } from '../shorten-markdown.js';
import type { SlackMessage, SlackReader } from './slack-reader.js';
import { mentionedUsers, slackToMarkdown } from './slack-to-markdown.js';

/** Characters to quote; the link leads to the rest. */
const QUESTION_LENGTH = 600;
const ANSWER_LENGTH = 1_200;

export interface FindQuestionsInput {
  reader: SlackReader;
  source: QuestionSource;
  /** Slack channel ids. */
  channels: readonly string[];
  /** Threads that began in this time (ms since the epoch; exclusive `to`). */
  from: number;
  to: number;
}

/**
 * The threads that a curator marked with the job's emoji, oldest first: the question is the thread's first message. The
 * answer is the reply a curator marked as well, else the one with most reactions, else the longest; never one of the
 * asker's own. The mark counts as it is now: taking it off takes the thread out.
 *
 * @throws when Slack refuses or cannot be reached
 */
export async function findQuestions(input: FindQuestionsInput): Promise<Question[]> {
  const questions: Question[] = [];
  for (const channel of input.channels) {
    for (const ts of await markedThreads(channel, input)) {
      const question = await readThread(channel, ts, input);
      if (question) questions.push(question);
    }
  }
  return questions.sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** A mark on a reply that was also sent to the channel means its thread. */
async function markedThreads(channel: string, input: FindQuestionsInput): Promise<string[]> {
  const threads = new Set<string>();
  for (const message of await input.reader.history(channel, input.from, input.to)) {
    if (timeOf(message.ts) >= input.to) continue;
    if (await isMarked(channel, message, input)) threads.add(message.thread_ts ?? message.ts);
  }
  return [...threads];
}

async function isMarked(
  channel: string,
  message: SlackMessage,
  { reader, source }: FindQuestionsInput,
): Promise<boolean> {
  const { emoji, curators } = source;
  const marks = (message.reactions ?? []).filter(({ name }) => name?.split('::')[0] === emoji);
  if (marks.length === 0 || curators.length === 0) return marks.length > 0;
  if (marks.some(({ users }) => users?.some((user) => curators.includes(user)))) return true;
  // Slack cuts long lists of users in messages; the count tells.
  const cut = marks.filter(({ users = [], count = 0 }) => users.length < count);
  for (const { name } of cut) {
    const everybody = await reader.reactedBy(channel, message.ts, name as string);
    if (everybody.some((user) => curators.includes(user))) return true;
  }
  return false;
}

async function readThread(channel: string, ts: string, input: FindQuestionsInput): Promise<Question | undefined> {
  const { reader, source } = input;
  const [root, ...replies] = await reader.thread(channel, ts);
  if (!root?.text?.trim()) return undefined;
  const answer = await bestAnswer(channel, root, replies, input);
  const names = await namesIn([root, ...(answer ? [answer] : [])], input);
  const markdown = (message: SlackMessage) => slackToMarkdown(message.text ?? '', (user) => names.get(user));
  return {
    id: `${channel}/${ts}`,
    text: shortenMarkdown(markdown(root), QUESTION_LENGTH),
    asker: nameOf(root, names, source),
    answer: answer && shortenMarkdown(markdown(answer), ANSWER_LENGTH),
    answerer: answer && nameOf(answer, names, source),
    url: await reader.permalink(channel, ts),
    date: new Date(timeOf(ts)).toISOString(),
  };
}

async function bestAnswer(
  channel: string,
  root: SlackMessage,
  replies: SlackMessage[],
  input: FindQuestionsInput,
): Promise<SlackMessage | undefined> {
  const answers = replies.filter(({ user, bot_id, text }) => user && user !== root.user && !bot_id && text?.trim());
  for (const answer of answers) {
    if (await isMarked(channel, answer, input)) return answer;
  }
  const reactions = (message: SlackMessage) =>
    (message.reactions ?? []).reduce((sum, { count, users }) => sum + (count ?? users?.length ?? 0), 0);
  const length = (message: SlackMessage) => message.text?.length ?? 0;
  return answers.sort((a, b) => reactions(b) - reactions(a) || length(b) - length(a) || (a.ts < b.ts ? -1 : 1))[0];
}

/** Names of everybody who writes or is mentioned; none when people are quoted anonymously. */
async function namesIn(messages: SlackMessage[], { reader, source }: FindQuestionsInput): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  if (source.anonymous) return names;
  const users = new Set(messages.flatMap(({ user, text }) => [...(user ? [user] : []), ...mentionedUsers(text ?? '')]));
  for (const user of users) {
    const name = await reader.nameOf(user);
    if (name) names.set(user, name);
  }
  return names;
}

function nameOf(message: SlackMessage, names: Map<string, string>, { anonymous }: QuestionSource): string | undefined {
  return anonymous ? undefined : ((message.user && names.get(message.user)) ?? message.username);
}

function timeOf(ts: string): number {
  return Math.floor(Number(ts) * 1_000);
}
