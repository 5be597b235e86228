/*
 * Slack's limits for blocks and views, as a strict reader sees them: docs.slack.dev/reference/block-kit/blocks and
 * …/views. Each fault is a JSON pointer and a word, in the manner of Slack's own.
 */

// biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
type Json = any;
type Check = (ok: boolean, pointer: string, what: string) => void;

const TYPES = ['section', 'header', 'context', 'image', 'input', 'actions', 'divider'];
/** Every `<…>` is a link; its address is escaped and its label does not end early. */
const LINK = /<https?:\/\/[^\s<>|]+(?:\|[^<>]+)?>/g;

export function blockFaults(blocks: Json[], most = 50): string[] {
  const faults: string[] = [];
  const check: Check = (ok, pointer, what) => {
    if (!ok) faults.push(`${what} [json-pointer:${pointer}]`);
  };
  check(Array.isArray(blocks) && blocks.length <= most, '/blocks', `more than ${most} blocks`);
  check(JSON.stringify(blocks).length <= 13_200 * (most / 50), '/blocks', 'msg_blocks_too_long');
  check(!/\\ud[89a-f]/i.test(JSON.stringify(blocks)), '/blocks', 'half of a character');
  blocks.forEach((block: Json, index: number) => {
    checkBlock(block, `/blocks/${index}`, check);
  });
  return faults;
}

function checkBlock(block: Json, at: string, check: Check): void {
  check(TYPES.includes(block.type), `${at}/type`, `unsupported type ${block.type}`);
  check((block.block_id ?? '').length <= 255, `${at}/block_id`, 'must be less than 256 characters');
  if (block.type === 'section') {
    checkText(block.text, `${at}/text`, 3000, check);
    if (block.accessory) checkElement(block.accessory, `${at}/accessory`, check);
  }
  if (block.type === 'header') {
    checkText(block.text, `${at}/text`, 150, check);
    check(block.text?.type === 'plain_text', `${at}/text`, 'a header must be plain text');
  }
  if (block.type === 'context') {
    check(block.elements.length >= 1 && block.elements.length <= 10, at, 'wrong number of elements');
    block.elements.forEach((element: Json, i: number) => {
      if (element.type === 'image') checkElement(element, `${at}/elements/${i}`, check);
      else checkText(element, `${at}/elements/${i}`, 3000, check);
    });
  }
  if (block.type === 'image') checkElement(block, at, check);
  if (block.type === 'input') {
    checkText(block.label, `${at}/label`, 2000, check);
    check(typeof block.element?.type === 'string', at, 'no element');
  }
  if (block.type === 'actions') {
    check(block.elements.length >= 1 && block.elements.length <= 25, at, 'wrong number of elements');
    const ids = block.elements.map((element: Json) => element.action_id);
    check(new Set(ids).size === ids.length, at, 'action_id is used twice');
    block.elements.forEach((element: Json, i: number) => {
      checkElement(element, `${at}/elements/${i}`, check);
    });
  }
}

function checkElement(element: Json, at: string, check: Check): void {
  if (element.type === 'image') {
    checkUrl(element.image_url, `${at}/image_url`, check);
    check(element.alt_text?.length >= 1 && element.alt_text.length <= 2000, `${at}/alt_text`, 'wrong length');
  }
  if (element.type === 'button') {
    checkText(element.text, `${at}/text`, 75, check);
    check(element.text?.type === 'plain_text', at, 'a label must be plain text');
    check((element.value ?? '').length <= 2000, `${at}/value`, 'value is too long');
    check((element.action_id ?? '').length <= 255, `${at}/action_id`, 'must be less than 256 characters');
    check(['primary', 'danger', undefined].includes(element.style), `${at}/style`, 'unknown style');
    if (element.url !== undefined) checkUrl(element.url, `${at}/url`, check);
  }
}

function checkText(value: Json, at: string, max: number, check: Check): void {
  check(typeof value?.text === 'string' && value.text.length > 0, at, 'text is missing');
  check((value?.text?.length ?? 0) <= max, at, `must be less than ${max + 1} characters`);
  check(value?.type === 'mrkdwn' || value?.type === 'plain_text', at, 'unknown text type');
  if (value?.type === 'mrkdwn') for (const fault of mrkdwnFaults(value.text)) check(false, at, fault);
}

/** All that is wrong with a message of blocks and its notification text. */
export function slackFaults({ blocks, text }: { blocks: Json[]; text: string }): string[] {
  return [...blockFaults(blocks), ...mrkdwnFaults(text)];
}

/** Live markup that pings somebody, and signs that should have been escaped. */
export function mrkdwnFaults(text: string): string[] {
  const faults: string[] = [];
  if (/<[@!#]/.test(text)) faults.push('mentions somebody');
  const outside = text.replace(LINK, '');
  if (/[<>]/.test(outside)) faults.push('< or > is not escaped');
  if (/&(?!amp;|lt;|gt;)/.test(text)) faults.push('& is not escaped');
  return faults;
}

function checkUrl(url: Json, at: string, check: Check): void {
  check(typeof url === 'string' && /^https?:\/\/[^\s<>]+$/.test(url), at, 'invalid url');
  check((url?.length ?? 0) <= 3000, at, 'must be less than 3001 characters');
}

export function viewFaults(view: Json): string[] {
  const faults = blockFaults(view.blocks ?? [], 100);
  if (view.type === 'modal') {
    for (const name of ['title', 'submit', 'close']) {
      if (view[name] && view[name].text.length > 24) faults.push(`${name} must be less than 25 characters`);
    }
    if (!view.title) faults.push('title is missing');
    if (view.blocks.some((block: Json) => block.type === 'input') && !view.submit) faults.push('submit is missing');
  }
  if (view.type === 'home' && view.title) faults.push('a home tab has no title');
  if ((view.private_metadata ?? '').length > 3000) faults.push('private_metadata is too long');
  return faults;
}
