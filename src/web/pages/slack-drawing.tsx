import type { ActionsBlock, ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Site } from '../site.js';
import { MrkdwnText } from './mrkdwn-text.js';

/** The blocks of a Slack message as Slack's clients draw them; buttons with a bot command ask it here. */
export function SlackDrawing({ site, blocks }: { site: Site; blocks: readonly KnownBlock[] }) {
  return (
    <div class="slack">
      <img class="slack-face" src={site.assets.icon} alt="" width="36" height="36" />
      <div class="slack-message">
        <p class="slack-name">
          <b>Postrider</b> <span class="badge">{site.words.chat.appBadge}</span>
        </p>
        {blocks.map((block) => (
          <Block block={block} />
        ))}
      </div>
    </div>
  );
}

function Block({ block }: { block: KnownBlock }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'actions':
      return <Actions block={block} />;
    case 'divider':
      return <hr />;
    case 'header':
      return <p class="slack-header">{block.text.text}</p>;
    case 'image':
      return 'image_url' in block && block.image_url !== undefined ? (
        <img class="slack-image" src={block.image_url} alt={block.alt_text} loading="lazy" />
      ) : null;
    default:
      return null;
  }
}

function Section({ block }: { block: SectionBlock }) {
  const { text, accessory } = block;
  const picture = accessory?.type === 'image' && 'image_url' in accessory ? accessory : undefined;
  return (
    <div class="slack-section">
      <p>{text ? <MrkdwnText text={text.text} /> : null}</p>
      {picture?.image_url === undefined ? null : <img src={picture.image_url} alt={picture.alt_text} loading="lazy" />}
    </div>
  );
}

function Context({ block }: { block: ContextBlock }) {
  return (
    <p class="slack-context">
      {block.elements.map((element) => (element.type === 'mrkdwn' ? <MrkdwnText text={element.text} /> : null))}
    </p>
  );
}

function Actions({ block }: { block: ActionsBlock }) {
  return (
    <p class="slack-actions">
      {block.elements.map((element) => {
        if (element.type !== 'button') return null;
        const style = element.style === 'primary' ? 'slack-button primary' : 'slack-button';
        return element.url === undefined ? (
          <button class={style} type="button" data-ask={element.value}>
            {element.text.text}
          </button>
        ) : (
          <a class={style} href={element.url}>
            {element.text.text}
          </a>
        );
      })}
    </p>
  );
}
