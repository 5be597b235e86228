import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsObjects } from '../../../src/content/presets/parse-js-objects.js';

describe('reading the objects of a script', () => {
  it.each([
    {
      source: `module.exports = { a: 'x', "b": "y", c: \`z\`, d: 1, e: true };`,
      says: { a: 'x', b: 'y', c: 'z', d: 1, e: true },
    },
    {
      source: `const name = 'x'; export default { name, other: name, more: name + 'y' }`,
      says: { name: 'x', other: 'x' },
    },
    { source: `export default { a: 'it\\'s', b: "\\u4e2d" }`, says: { a: "it's", b: '中' } },
    { source: `/* { a: 'no' } */ x({ a: 'yes' /* , b: 'no' */ }) // { c: 'no' }`, says: { a: 'yes' } },
    { source: `x({ a: ['b', ['c', { d: 'e' }], f()] })`, says: { a: ['b', ['c', { d: 'e' }], undefined] } },
    {
      source: `x({ url: 'https://example.org', pattern: /['"{]/g, after: 'seen' })`,
      says: { url: 'https://example.org', after: 'seen' },
    },
    {
      source: `x({ make() { return { inner: 'no' }; }, fn: (a) => ({ b: a }), after: 'seen' })`,
      says: { after: 'seen' },
    },
    { source: `x({ ...shared, a: 'b' as const, c: { d: 'e' } satisfies Options })`, says: { a: 'b', c: { d: 'e' } } },
    { source: `x({ a: process.env.A ?? 'b', c: \`\${d}\`, e: cond ? 'f' : 'g' })`, says: {} },
  ])('$source', ({ source, says }) => {
    const merged = Object.assign({}, ...parseJsObjects(source));
    expect(JSON.parse(JSON.stringify(merged))).toEqual(JSON.parse(JSON.stringify(says)));
  });

  it('comes to an end, whatever the file', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      ',',
      ':',
      ';',
      '=',
      '/',
      "'",
      '"',
      '`',
      'a',
      'const ',
      '1',
      ' ',
      '\n',
      '\\',
      '*',
      '${',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(Array.isArray(parseJsObjects(pieces.join('')))).toBe(true);
      }),
    );
    const deep = '{a:['.repeat(50_000);
    expect(Array.isArray(parseJsObjects(deep))).toBe(true);
  });
});
