import type { World } from '../../world.js';
import { ChannelError } from '../channel.js';
import { networkError } from '../network-error.js';
import { plainCover } from './plain-cover.js';
import { notSent, type WechatApi } from './wechat-api.js';
import { WechatRefusal } from './wechat-error.js';

/** media/uploadimg: "图片仅支持jpg/png格式，大小必须在1MB以下"; developers.weixin.qq.com/doc/service/api/material/permanent/api_uploadimage. Bytes. */
const LARGEST_PICTURE = 1_000_000;
/** material/add_material, images: bmp, png, jpeg, gif up to 10 MB; …/api_addmaterial. Bytes. */
const LARGEST_COVER = 10_000_000;
/** Milliseconds for one picture to come from its host. */
const PATIENCE = 5_000;
/** Pictures under way at once. */
const AT_ONCE = 4;
/** Addresses kept, so that a second attempt goes on where the first one ended. */
const MOST_KEPT = 500;

export interface Pictures {
  /**
   * Uploads what is not uploaded yet.
   * @returns WeChat's addresses by those on the web; a picture that WeChat cannot take is missing
   * @throws {ChannelError} `later`: a host or WeChat did not answer; what is done is kept
   */
  upload(urls: readonly string[], wait: Waiting): Promise<ReadonlyMap<string, string>>;
  /** @returns the media id of a cover; one of a plain colour when there is no picture or WeChat cannot take it */
  cover(url: string | undefined, wait: Waiting): Promise<string>;
  /** The library lost the cover. */
  forgetCover(url: string | undefined): void;
}

/** How long to be at it, and whether a picture whose host does not answer is worth another attempt. */
export interface Waiting {
  signal: AbortSignal;
  patient: boolean;
}

type Picture = { bytes: Uint8Array; type: string; name: string };

export function wechatPictures(api: WechatApi, world: Pick<World, 'fetch'>): Pictures {
  const pictures = new Map<string, string | undefined>();
  const covers = new Map<string, string>();
  const keep = <Value>(map: Map<string, Value>, key: string, value: Value): Value => {
    const [oldest] = map.keys();
    if (map.size >= MOST_KEPT && oldest !== undefined) map.delete(oldest);
    map.set(key, value);
    return value;
  };

  async function uploadOne(url: string, wait: Waiting): Promise<void> {
    if (pictures.has(url)) return;
    const picture = await fetched(url, LARGEST_PICTURE, PICTURE_TYPES, wait);
    if (picture === 'lost') return;
    const uploaded = picture && (await taken(api.call('media/uploadimg', form(picture), wait.signal)));
    keep(pictures, url, uploaded && String(uploaded.url));
  }

  async function fetched(url: string, largest: number, types: readonly string[], wait: Waiting) {
    try {
      return await fetchPicture(url, largest, types, world, wait.signal);
    } catch (error) {
      if (wait.patient || wait.signal.aborted) throw error;
      return 'lost';
    }
  }

  async function addCover(picture: Picture, signal: AbortSignal): Promise<string | undefined> {
    const answer = await taken(api.call('material/add_material?type=image', form(picture), signal));
    return answer && String(answer.media_id);
  }

  return {
    async upload(urls, wait) {
      const waiting = [...urls];
      const next = async (): Promise<void> => {
        for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) await uploadOne(url, wait);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      const found = urls.map((url) => [url, pictures.get(url)] as const);
      return new Map(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
    },
    async cover(url, wait) {
      const known = covers.get(url ?? PLAIN);
      if (known !== undefined) return known;
      const picture = url === undefined ? undefined : await fetched(url, LARGEST_COVER, COVER_TYPES, wait);
      const id = picture && picture !== 'lost' ? await addCover(picture, wait.signal) : undefined;
      if (url !== undefined && id !== undefined) return keep(covers, url, id);
      const plain = covers.get(PLAIN) ?? (await addCover(PLAIN_PICTURE, wait.signal));
      if (plain === undefined) throw new ChannelError('never', { message: 'WeChat takes no cover of ours' });
      return keep(covers, PLAIN, plain);
    },
    forgetCover(url) {
      covers.delete(url ?? PLAIN);
    },
  };
}

const PICTURE_TYPES = ['png', 'jpeg'];
const COVER_TYPES = ['png', 'jpeg', 'gif', 'bmp'];
const PLAIN = '';
const PLAIN_PICTURE: Picture = { bytes: plainCover(), type: 'image/png', name: 'cover.png' };

function form({ bytes, type, name }: Picture): FormData {
  const data = new FormData();
  data.append('media', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), name);
  return data;
}

/** An upload makes no draft, so nothing is in doubt; a picture that WeChat refuses for good is left out. */
async function taken(call: Promise<Record<string, unknown>>): Promise<Record<string, unknown> | undefined> {
  try {
    return await notSent(call);
  } catch (error) {
    if (error instanceof WechatRefusal && NOT_THIS_PICTURE.includes(error.errcode)) return undefined;
    throw error;
  }
}

/** 40004, 40005 and 40113: of another kind than its name says; 40006, 40009 and 45001: too large. */
const NOT_THIS_PICTURE = [40004, 40005, 40006, 40009, 40113, 45001];

/**
 * @returns undefined when it is no picture that WeChat takes, or not there
 * @throws {ChannelError} `later` when its host did not answer
 */
async function fetchPicture(
  url: string,
  largest: number,
  types: readonly string[],
  world: Pick<World, 'fetch'>,
  signal: AbortSignal,
): Promise<Picture | undefined> {
  const host = new URL(url).host;
  try {
    const response = await world.fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
    if (response.status >= 500 || response.status === 429) {
      throw new ChannelError('later', { message: `${host} does not give a picture now (HTTP ${response.status})` });
    }
    const bytes = response.ok ? await readAtMost(response, largest) : undefined;
    if (!response.ok) await response.body?.cancel();
    const type = bytes && typeOf(bytes);
    return bytes && type && types.includes(type)
      ? { bytes, type: `image/${type}`, name: `picture.${type}` }
      : undefined;
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    const hint = 'a picture of the post comes from there';
    throw new ChannelError('later', { message: networkError(host, error).message, hint }, { cause: error });
  }
}

async function readAtMost(response: Response, largest: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** By its first bytes: what a server says of its pictures is often wrong. */
function typeOf(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (start === '\x89PNG\r\n\x1a\n') return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(start)) return 'gif';
  return start.startsWith('BM') ? 'bmp' : undefined;
}
