import { expect, it } from 'vitest';
import { createBodyMemory } from '../../src/web/body-memory.js';

it('keeps what was asked for lately, within its size', () => {
  const memory = createBodyMemory(10);
  memory.put('a', Buffer.from('aaaa'));
  memory.put('b', Buffer.from('bbbb'));
  expect(memory.get('a')?.toString()).toBe('aaaa');
  memory.put('c', Buffer.from('cccc'));
  expect(['a', 'b', 'c'].map((name) => memory.get(name)?.toString())).toEqual(['aaaa', undefined, 'cccc']);
});

it('counts a body once, however often it is put', () => {
  const memory = createBodyMemory(10);
  for (let time = 0; time < 5; time++) memory.put('a', Buffer.from('aaaa'));
  memory.put('b', Buffer.from('bbbb'));
  expect(memory.get('a')?.toString()).toBe('aaaa');
});

it('does not keep what is larger than all its room', () => {
  const memory = createBodyMemory(10);
  memory.put('a', Buffer.alloc(11));
  expect(memory.get('a')).toBeUndefined();
});
