import type { EmailPayload } from '../../channels/email/render-email.js';
import type { WechatPayload } from '../../channels/wechat/render-wechat.js';
import type { Drawing } from './admin-deps.js';

/** Media whose messages are HTML with styles of its own, which a frame keeps apart from our page. */
const documents: Record<string, (payload: unknown) => string> = {
  email: (payload) => (payload as EmailPayload).html,
  wechat: (payload) => wechatPage(payload as WechatPayload),
};

/** The whole HTML document of a medium that shows such; undefined for the others. */
export function framedHtml({ medium, payload }: Drawing): string | undefined {
  return documents[medium]?.(payload);
}

/** A draft's text, as wide and with as much room as on a phone. */
function wechatPage({ article: { content } }: WechatPayload): string {
  return `<!doctype html><meta charset="utf-8"><body style="max-width:36rem;margin:0 auto;padding:1rem;font-family:sans-serif;overflow-wrap:break-word">${content}`;
}
