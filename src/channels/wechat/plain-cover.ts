import { crc32, deflateSync } from 'node:zlib';

/** WeChat shows covers at 2.35 to 1. Pixels. */
const WIDTH = 900;
const HEIGHT = 383;
/** Of the page's own blue: red, green, blue. */
const COLOUR = [0x1f, 0x4e, 0x9c];

/**
 * A PNG of one colour, for a draft whose post has no picture: WeChat takes none without a cover, and whoever publishes
 * it can choose another there. w3.org/TR/png-3
 */
export function plainCover(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // Eight bits, a palette.
  header.set([8, 3, 0, 0, 0], 8);
  // Each line begins with its filter, none, and then every pixel is the palette's first colour.
  const pixels = deflateSync(Buffer.alloc((WIDTH + 1) * HEIGHT));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(COLOUR)),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
