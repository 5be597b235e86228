import { z } from 'zod';
import type { Delivery, Receipt } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import { type Channel, ChannelError, type ChannelType } from '../channel.js';
import { webUrl } from '../web-url.js';
import { picturesOf, replacePictures } from './article-markup.js';
import { type Waiting, wechatPictures } from './pictures.js';
import { draftMark, renderWechat, type WechatArticle, type WechatPayload } from './render-wechat.js';
import { notSent, wechatApi } from './wechat-api.js';
import { CONTENT_TOO_LONG, INVALID_MEDIA, WechatRefusal } from './wechat-error.js';
import { wechatWords } from './wechat-words.js';

/** Milliseconds; a call of a channel takes at most 15 s, and the draft itself needs some of them. */
const PICTURES_TIMEOUT = 9_000;
const WHOLE_TIMEOUT = 14_000;
/** So often a draft waits for the host of a picture; then a note takes the picture's place. */
const PATIENT_ATTEMPTS = 3;
/** draft/batchget gives at most 20 at a time; newest first. */
const PAGE = 20;
/** A draft in doubt is minutes old. */
const MOST_PAGES = 5;

const wechatOptions = z.strictObject({
  appId: z.string().min(1),
  appSecret: z.string().min(1),
  /** Below every title; default the post's authors. */
  author: z.string().optional(),
  /** The cover of posts without a picture; default a plain one. */
  cover: z.url({ protocol: /^https?$/ }).optional(),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.weixin.qq.com'),
});
type WechatOptions = z.output<typeof wechatOptions>;

/** Drafts of a WeChat Official Account: the whole article, ready for an editor to look at and publish. */
export const wechat: ChannelType<WechatOptions, WechatPayload> = {
  type: 'wechat',
  options: wechatOptions,
  secrets: ['appSecret'],
  article: true,
  render: renderWechat,
  open: openWechat,
  check: async (options, { fetch, signal }) => {
    await wechatApi(options, { fetch, now: Date.now }).check(signal);
    return 'WeChat knows the account';
  },
};

function openWechat(options: WechatOptions, world: World): Channel<WechatPayload> {
  const api = wechatApi(options, world);
  const pictures = wechatPictures(api, world);

  /** The article with everything uploaded that it needs. */
  async function ready(payload: WechatPayload, signal: AbortSignal, patient: boolean) {
    const wait = { patient, signal: AbortSignal.any([signal, AbortSignal.timeout(PICTURES_TIMEOUT)]) };
    const urls = picturesOf(payload.article.content);
    const uploaded = await pictures.upload(urls, wait);
    const thumb_media_id = await pictures.cover(payload.cover, wait);
    const missing = urls.filter((url) => !uploaded.has(url));
    if (missing.length > 0) world.log.warn({ title: payload.article.title, missing }, 'a draft lacks pictures');
    const say = wechatWords(payload.language);
    const article = (content: string) => ({
      ...payload.article,
      content: replacePictures(content, (src) => uploaded.get(src), say.missingPicture),
      thumb_media_id,
    });
    return { article: article(payload.article.content), shorter: payload.shorter && article(payload.shorter) };
  }

  /** Hands the article to a call that makes or changes a draft; once more, shorter, when that account counts otherwise. */
  async function save<Result>(
    payload: WechatPayload,
    { signal, patient }: Waiting,
    call: (article: WechatArticle, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const whole = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_TIMEOUT)]);
    const { article, shorter } = await ready(payload, whole, patient);
    try {
      return await call(article, whole);
    } catch (error) {
      if (!(error instanceof WechatRefusal)) throw error;
      if (error.errcode === CONTENT_TOO_LONG && shorter) return await call(shorter, whole);
      throw error;
    }
  }

  return {
    send: (payload, { delivery, signal }) =>
      save(payload, { signal, patient: delivery.attempts <= PATIENT_ATTEMPTS }, async (article, until) => {
        try {
          const answer = await api.call('draft/add', { articles: [article] }, until);
          return { mediaId: String(answer.media_id) };
        } catch (error) {
          if (!(error instanceof WechatRefusal) || error.errcode !== INVALID_MEDIA) throw error;
          // Somebody tidied the library up: the cover we kept in mind is gone.
          pictures.forgetCover(payload.cover);
          throw new ChannelError('later', { message: error.message, hint: 'the cover is uploaded anew' });
        }
      }),
    find: ({ delivery, signal }) => findDraft(delivery, (body) => notSent(api.call('draft/batchget', body, signal))),
    update: (payload, { receipt, signal }) =>
      save(payload, { signal, patient: false }, async (articles, until) => {
        await api.call('draft/update', { media_id: receipt.mediaId, index: 0, articles }, until);
        return receipt;
      }),
    delete: async ({ receipt, signal }) => {
      try {
        await api.call('draft/delete', { media_id: receipt.mediaId }, signal);
      } catch (error) {
        // It is gone already.
        if (!(error instanceof WechatRefusal) || error.errcode !== INVALID_MEDIA) throw error;
      }
    },
  };
}

/** A page of developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_batchget */
interface DraftPage {
  item?: { media_id?: string; content?: { news_item?: { content_source_url?: string }[] } }[];
}

/** Looks through the newest drafts for the mark that the link to the original carries. */
async function findDraft(
  { id, message }: Delivery,
  page: (body: object) => Promise<DraftPage>,
): Promise<Receipt | undefined> {
  const url = webUrl(message.url);
  if (url === undefined || url.includes('#')) {
    throw new ChannelError('never', { message: 'a draft without a link of its own cannot be told from others' });
  }
  for (let number = 0; number < MOST_PAGES; number++) {
    const { item = [] } = await page({ offset: number * PAGE, count: PAGE, no_content: 1 });
    const found = item.find(({ content }) =>
      content?.news_item?.some(({ content_source_url = '' }) => content_source_url.endsWith(draftMark(id))),
    );
    if (found?.media_id) return { mediaId: found.media_id };
    if (item.length < PAGE) break;
  }
  return undefined;
}
