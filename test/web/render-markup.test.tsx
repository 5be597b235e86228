import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, it, vi } from 'vitest';
import { renderMarkup } from '../../src/web/render-markup.js';

function Greeting({ name }: { name: string }) {
  return (
    <html lang="en">
      <head>
        <title>{name}</title>
      </head>
      <body>Good morning, {name}</body>
    </html>
  );
}

it('draws components, without the characters that XML forbids', () => {
  expect(renderMarkup(<Greeting name={'A & \u0000B'} />)).toBe(
    '<html lang="en"><head><title>A &amp; B</title></head><body>Good morning, A &amp; B</body></html>',
  );
});

it('leaves no hook behind that slows everything else down', () => {
  const run = vi.spyOn(AsyncLocalStorage.prototype, 'run');
  renderMarkup(<Greeting name="B" />);
  expect(run).not.toHaveBeenCalled();
  run.mockRestore();
  expect(process.getBuiltinModule('node:async_hooks').AsyncLocalStorage).toBe(AsyncLocalStorage);
});
