import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanLines } from '../../src/message/clean-line.js';
import { formatDate } from '../../src/message/format-date.js';
import { truncate, utf8Bytes, wholeLines } from '../../src/message/truncate.js';
import { nastyText } from '../support/nasty-message.js';

describe('a text that is cut', () => {
  it('stays whole when it fits, and ends with … when it does not', () => {
    expect(truncate('喜迎虎年', 4)).toBe('喜迎虎年');
    expect(truncate('喜迎虎年', 3)).toBe('喜迎…');
    expect(truncate('one two three', 8)).toBe('one two…');
    expect(truncate('', 0)).toBe('');
    expect(truncate('喜', 0)).toBe('');
  });

  it('never loses half of what people see as one sign', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(truncate(`ab${family}`, 12)).toBe('ab…');
    expect(truncate(`${family}ab`, 12)).toBe(`${family}…`);
    expect(truncate('e\u0301e\u0301e\u0301', 5)).toBe('e\u0301e\u0301…');
    expect(truncate('🇨🇳🇨🇳', 7)).toBe('🇨🇳…');
    expect(truncate(`z${'\u0301'.repeat(5_000)}`, 100)).toBe('…');
  });

  it('is measured as the platform measures', () => {
    expect(truncate('喜迎虎年', 9, utf8Bytes)).toBe('喜迎…');
    expect(truncate('喜迎虎年', 12, utf8Bytes)).toBe('喜迎虎年');
  });

  it('keeps its limit and its beginning, whatever it is', () => {
    fc.assert(
      fc.property(nastyText, fc.nat(300), fc.constantFrom(undefined, utf8Bytes), (text, max, sizeOf) => {
        const cut = truncate(text, max, sizeOf);
        expect((sizeOf ?? ((piece: string) => piece.length))(cut)).toBeLessThanOrEqual(max);
        expect(text.startsWith(cut.replace(/…$/, '')) || cut === text).toBe(true);
      }),
    );
  });

  it('is cut between lines where a cut inside one would break markup', () => {
    expect(wholeLines('*bold*\n<https://a.example|link>', 20)).toBe('*bold*\n…');
    expect(wholeLines('*bold*\n_it_', 20)).toBe('*bold*\n_it_');
    expect(wholeLines('<https://a.example|link>', 20)).toBe('');
  });
});

describe('text of any origin', () => {
  it('becomes one line without what steers terminals or turns text around', () => {
    expect(cleanLine(' 喜迎\u001B[31m\r\n虎年\u0000\u202E！ ')).toBe('喜迎 [31m 虎年 ！');
    expect(cleanLine('a\uD83Db\uDE00c\u2028d')).toBe('abc d');
    expect(cleanLine('👩‍👩‍👧‍👦 e\u0301')).toBe('👩‍👩‍👧‍👦 e\u0301');
  });

  it('or several lines, with at most one empty one in a row', () => {
    expect(cleanLines('a \r\n\r\n\r\n\r\n b\rc\n')).toBe('a\n\nb\nc');
  });
});

describe('the date of a post', () => {
  it('is the day where it was written, in the words of the language', () => {
    expect(formatDate('2022-02-03T23:30:00+08:00', 'zh')).toBe('2022年2月3日');
    expect(formatDate('2022-02-03T23:30:00+08:00', 'en')).toBe('Feb 3, 2022');
    expect(formatDate('2022-02-03T23:30:00Z', 'zh')).toBe('2022年2月3日');
    expect(formatDate('2022-12-31', 'en')).toBe('Dec 31, 2022');
  });

  it('is nothing when it is none', () => {
    expect(formatDate('someday', 'zh')).toBe('');
    expect(formatDate('2022-13-45', 'zh')).toBe('');
  });
});
