import type { Finding } from './lint-rules.js';
import { ILLEGAL, stripIllegal } from './strip-illegal.js';

/** Encodings that texts of a language were written in before UTF-8, likeliest first. */
const OLDER_ENCODINGS: Record<string, string[]> = {
  zh: ['gb18030', 'big5'],
  'zh-tw': ['big5', 'gb18030'],
  'zh-hk': ['big5', 'gb18030'],
  ja: ['shift_jis', 'euc-jp'],
  ko: ['euc-kr'],
  ru: ['windows-1251', 'koi8-r'],
};

export interface Source {
  /** Without byte order mark and control characters, lines ended by \n. */
  text: string;
  findings: Finding[];
}

/**
 * Text from a file's bytes, whatever encoding they are in.
 * @param language of the site (BCP 47); it decides what is tried when the file is not Unicode.
 * @returns undefined when the file is binary.
 */
export function decodeSource(bytes: Uint8Array, language: string): Source | undefined {
  const decoded = decodeBytes(bytes, language);
  if (!decoded) return undefined;
  const findings: Finding[] = [];
  if (decoded.guess) {
    findings.push({
      line: 1,
      rule: 'encoding',
      message: `the file is not UTF-8; it was read as ${decoded.guess}`,
      hint: 'save it as UTF-8',
    });
  }
  const lines = decoded.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const text = stripIllegal(lines);
  if (text.length !== lines.length) {
    findings.push({
      line: lineAt(lines, lines.search(ILLEGAL)),
      rule: 'control-characters',
      message: `${lines.length - text.length} control characters were left out`,
      hint: 'delete them; they often come from copying out of a chat or a PDF',
    });
  }
  return { text, findings };
}

/** 1-based line of an index in a text. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function decodeBytes(bytes: Uint8Array, language: string): { text: string; guess?: string } | undefined {
  const utf16 = utf16Kind(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), guess: utf16.toUpperCase() };
  if (bytes.subarray(0, 8192).includes(0) && looksBinary(bytes)) return undefined;

  const strict = tryDecode(bytes, 'utf-8');
  if (strict !== undefined) return { text: strict };

  const lenient = new TextDecoder('utf-8').decode(bytes);
  const broken = lenient.match(/\uFFFD/g)?.length ?? 0;
  const sound = lenient.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  if (sound > broken * 4) return { text: lenient, guess: `UTF-8 with ${broken} broken characters` };

  for (const encoding of olderEncodings(language)) {
    const text = tryDecode(bytes, encoding);
    if (text !== undefined) return { text, guess: encoding };
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), guess: 'windows-1252' };
}

function olderEncodings(language: string): string[] {
  const tag = language.toLowerCase();
  return OLDER_ENCODINGS[tag] ?? OLDER_ENCODINGS[tag.split('-')[0] as string] ?? [];
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // not this encoding: that is what is being asked
  }
}

/** UTF-16 by its byte order mark, or by every second byte of the beginning being zero. */
function utf16Kind(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 64);
  if (head.length < 8 || !head.includes(0)) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] as number) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4 && even === 0) return 'utf-16le';
  if (even > head.length / 4 && odd === 0) return 'utf-16be';
  return undefined;
}

/** Zero bytes alone are no proof: a tenth of control characters is, or some of them in what is no UTF-8. */
function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8192);
  let control = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32)) control++;
  const share = control / head.length;
  return share > 0.1 || (share > 0.02 && !startsAsUtf8(head));
}

function startsAsUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false; // that is what was asked
  }
}
