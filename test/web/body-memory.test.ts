import { expect, it } from 'vitest';
import { createBodyMemory } from '../../src/web/body-memory.js';

it('keeps what was asked for lately, within its size', () => {
  const memory = createBodyMemory(10);
  memory.put('a', '1', Buffer.from('aaaa'));
  memory.put('b', '1', Buffer.from('bbbb'));
  expect(memory.get('a', '1')?.toString()).toBe('aaaa');
  memory.put('c', '1', Buffer.from('cccc'));
  expect(['a', 'b', 'c'].map((name) => memory.get(name, '1')?.toString())).toEqual(['aaaa', undefined, 'cccc']);
});

it('counts a body once, however often it is put', () => {
  const memory = createBodyMemory(10);
  for (let time = 0; time < 5; time++) memory.put('a', '1', Buffer.from('aaaa'));
  memory.put('b', '1', Buffer.from('bbbb'));
  expect(memory.get('a', '1')?.toString()).toBe('aaaa');
});

it('does not keep what is larger than all its room', () => {
  const memory = createBodyMemory(10);
  memory.put('a', '1', Buffer.alloc(11));
  expect(memory.get('a', '1')).toBeUndefined();
});

it('keeps one version of each', () => {
  const memory = createBodyMemory(10);
  memory.put('a', '1', Buffer.from('first'));
  memory.put('a', '2', Buffer.from('second'));
  expect(['1', '2'].map((version) => memory.get('a', version)?.toString())).toEqual([undefined, 'second']);
});
