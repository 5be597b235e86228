import type { Token, Tokens } from 'marked';
import { collapse, textOfTokens } from './plain-text.js';

/** Contract: at most this many characters. */
const LONGEST = 300;

const FOLD = /<!--\s*(?:more|truncate|excerpt)\s*-->/i;

/** Blocks (blank lines counted) in which the `本文…字` line is looked for. */
const LONGEST_CREDITS = 30;

/** `本文 6566 字 阅读 15 分钟`, `全文约 3000 字`, `5 min read`. */
const LENGTH_LINE =
  /^(?=.{0,60}$)[\s>|·]*(?:本文|全文|文章|本篇)?[^。]{0,8}?\d[\d,]*\s*(?:多|余|\+)?\s*(?:字|分钟)|^(?=.{0,60}$)(?:estimated\s+)?(?:reading|read)\s+time|^\d+\s*min(?:ute)?s?\s+read/i;
/** `文｜李旭东`, `作者：…`, `原文链接：…`, `编辑 / …`: who and where, not what. */
const CREDIT_LINE =
  /^(?=.{0,60}$)文\s+\S|^(?=.{0,120}$)[「【[（(|]*(?:本文|原文|文章)?(?:文(?=[\s:：|｜/／])|作者|译者|翻译|编译|编辑|责编|审校|校对|整理|记者|来源|出处|原文|链接|地址|网址|发布|首发|转载|日期|时间|图|配图|嘉宾|讲师|Author|By|Editor|Translator|Source|Published|Photo)(?:作者|链接|地址|来源|出处|标题|于|简介|介绍)?\s*[:：|｜/／]/i;
/** `本文作者李钊，…`, `本文由…撰写`, `声明：…`. */
const ORIGIN_LINE =
  /^(?=.{0,120}$)(?:本文|本篇|文章)(?:作者|由).*(?:撰写|整理|分享|翻译|作者|来自|Contributor)|^(?:声明|版权|免责|注)[：:]/;
const GREETING = /^(?=.{0,40}$)(?:大家好|各位|Hi\b|Hello\b|Hey\b|Awesome\b|Dear\b|亲爱的|你好)/i;
const CALL_TO_ACTION =
  /^(?=.{0,80}$)(?:点击|扫码|长按|关注|回复|欢迎|快来|戳|👆|👇|▼|↓)|^(?=.{0,60}$).*欢迎(?:留言|关注|扫码|转发|订阅)/u;

/**
 * What a reader sees of a post before opening it: the text above the author's fold mark, else the first real paragraph,
 * a picture, a badge, a credit or a `本文…字` line never being one. Plain text; '' when there is none.
 */
export function findExcerpt(tokens: readonly Token[]): string {
  const blocks = blocksOf(belowCredits(tokens));
  const fold = tokens.findIndex((token) => token.type !== 'code' && FOLD.test(token.raw));
  if (fold !== -1) {
    const lead = blocksOf(tokens.slice(0, fold + 1)).filter(({ type, text }) => type === 'paragraph' && isReal(text));
    if (lead.length > 0) return shorten(lead.map(({ text }) => text).join(' '));
  }
  const real = (type: string, test: (text: string) => boolean) =>
    blocks.find((block) => block.type === type && test(block.text))?.text;
  const found =
    real('paragraph', (text) => isReal(text) && isSentence(text)) ??
    real('blockquote', (text) => isReal(text) && isSentence(text)) ??
    real('paragraph', isReal) ??
    real('html', isReal) ??
    real('list', isReal) ??
    blocks.find(({ text }) => !isNoise(text))?.text;
  return shorten(found ?? '');
}

interface Block {
  type: string;
  /** Made when it is first looked at: mostly the first paragraphs are all that is looked at of a post. */
  readonly text: string;
}

function blocksOf(tokens: readonly Token[]): Block[] {
  return tokens
    .filter(({ type }) => type === 'paragraph' || type === 'blockquote' || type === 'list' || type === 'html')
    .map((token) => {
      let text: string | undefined;
      return {
        type: token.type,
        get text() {
          text ??=
            token.type === 'paragraph' ? paragraphText(token) : collapse(textOfTokens([token]).replace(FOLD, ''));
          return text;
        },
      };
    });
}

/** Who wrote it and who they are stands above the `本文…字` line, where there is one near the top. */
function belowCredits(tokens: readonly Token[]): readonly Token[] {
  const top = tokens.slice(0, LONGEST_CREDITS);
  const length = top.findLastIndex(
    (token) =>
      /^(?:paragraph|blockquote|heading|html)$/.test(token.type) && LENGTH_LINE.test(collapse(textOfTokens([token]))),
  );
  return tokens.slice(length + 1);
}

function paragraphText(token: Token): string {
  const { tokens = [] } = token as Tokens.Paragraph;
  return collapse(textOfTokens(withoutBadges(tokens)).replace(FOLD, ''));
}

/** A picture that is a link (`[![build](…)](…)`) brings no text; a paragraph of them is empty. */
function withoutBadges(tokens: Token[]): Token[] {
  return tokens.filter((token) => token.type !== 'image' && !(token.type === 'link' && onlyImages(token)));
}

function onlyImages(token: Token): boolean {
  return (token as Tokens.Link).tokens.every((inner) => inner.type === 'image');
}

function isNoise(text: string): boolean {
  return (
    text === '' ||
    LENGTH_LINE.test(text) ||
    CREDIT_LINE.test(text) ||
    ORIGIN_LINE.test(text) ||
    CALL_TO_ACTION.test(text)
  );
}

/** Long enough to say something: about half a sentence. */
function isReal(text: string): boolean {
  if (isNoise(text) || GREETING.test(text)) return false;
  const characters = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return characters >= 15 || words >= 8;
}

/** A person's titles and a slogan end without a mark; what a post begins with does not. */
function isSentence(text: string): boolean {
  return text.length > 80 || /[。！？!?…；;：:]|\.(?:\s|$)/.test(text);
}

/** Cut after a sentence where one ends in the last third, else at a word. */
function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '');
  const sentence = Math.max(...['。', '！', '？', '. ', '! ', '? '].map((end) => cut.lastIndexOf(end)));
  if (sentence > LONGEST * 0.6) return cut.slice(0, sentence + 1);
  const space = cut.lastIndexOf(' ');
  const words = /[A-Za-z0-9]$/.test(cut) && space > LONGEST * 0.6 ? cut.slice(0, space) : cut;
  return `${words.replace(/[\s,，、;；:：]+$/, '')}…`;
}
