import type { SlackDrawing } from './render-slack.js';

/** The same message with none of its pictures. */
export function withoutImages<Drawing extends SlackDrawing>(drawing: Drawing): Drawing {
  const blocks = drawing.blocks
    .filter((block) => block.type !== 'image')
    .map((block) =>
      block.type === 'section' && block.accessory?.type === 'image' ? { ...block, accessory: undefined } : block,
    );
  return { ...drawing, blocks };
}
