import { raw } from 'hono/html';
import { documentHtml } from '../../feeds/document-html.js';
import type { Drawing } from './admin-deps.js';
import type { AdminContext } from './admin-page.js';
import { DrawingView } from './drawing-view.js';
import { Payload } from './payload.js';

interface EditionViewProps {
  context: AdminContext;
  markdown: string;
  /** As its channels get it. */
  drawings: readonly Drawing[];
  /** Path below the console; a channel's name behind it shows its HTML document. */
  frame: string;
}

/** An edition as its page shows it, and as each of its channels does. */
export function EditionView({ context, markdown, drawings, frame }: EditionViewProps) {
  const { say } = context;
  return (
    <>
      <section>
        <h2>{say.digests.preview}</h2>
        <article class="prose paper">{raw(documentHtml(markdown))}</article>
      </section>
      <div class="media">
        {drawings.map((drawing) => (
          <section>
            <h2>
              {drawing.channel}
              <span class="quiet">{drawing.medium}</span>
            </h2>
            <DrawingView
              context={context}
              drawing={drawing}
              frame={`${frame}/${encodeURIComponent(drawing.channel ?? '')}`}
            />
            <Payload context={context} title={say.posts.raw} value={drawing.payload} />
          </section>
        ))}
      </div>
    </>
  );
}
