import { describe, expect, it } from 'vitest';
import { articleMarkup } from '../../src/web/pages/article-markup.js';

describe('headings of an article', () => {
  it.each([
    ['start below the page’s title', '<h1>a</h1><h2 id="b">b</h2>', '<h2>a</h2><h3 id="b">b</h3>'],
    ['skip no level', '<h3>a</h3><h5>b</h5><h3>c</h3>', '<h2>a</h2><h3>b</h3><h2>c</h2>'],
    ['may come before their elders', '<h4>a</h4><h2>b</h2><h3>c</h3>', '<h2>a</h2><h2>b</h2><h3>c</h3>'],
    [
      'end at six',
      '<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4><h5>5</h5><h6>6</h6>',
      '<h2>1</h2><h3>2</h3><h4>3</h4><h5>4</h5><h6>5</h6><h6>6</h6>',
    ],
    ['are left out when they are empty', '<h2> </h2><h3 id="a">a</h3>', '<h2 id="a">a</h2>'],
    ['are not to be mixed up with rules', '<hr><p>x</p>', '<hr><p>x</p>'],
  ])('%s', (_, html, expected) => expect(articleMarkup(html)).toBe(expected));
});

describe('a table', () => {
  it('has no heads of nothing', () => {
    expect(articleMarkup('<table><tr><th></th><th>a</th></tr></table>')).toBe(
      '<table><tr><td></td><th>a</th></tr></table>',
    );
  });
});

describe('pictures of an article', () => {
  it('wait until they come into view', () => {
    expect(articleMarkup('<p><img src="a.png" alt="a" /></p>')).toBe(
      '<p><img loading="lazy" decoding="async" src="a.png" alt="a" /></p>',
    );
  });

  it('take the line below that says the same as their caption', () => {
    expect(articleMarkup('<p><img src="a.png" alt="架构图" />\n架构图</p>')).toBe(
      '<figure><img loading="lazy" decoding="async" src="a.png" alt="" /><figcaption>架构图</figcaption></figure>',
    );
  });

  it('leave another line where it is', () => {
    expect(articleMarkup('<p><img src="a.png" alt="a" />\n别的话</p>')).toContain('别的话</p>');
  });
});
