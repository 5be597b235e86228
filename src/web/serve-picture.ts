import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { Picture } from './find-picture.js';

/** A drawing (SVG) may hold a script; opened by itself it must not run on our address. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Answers a GET or HEAD for a picture with its bytes, or 304. */
export function servePicture(c: Context, { file, contentType, size, modified }: Picture): Response {
  const headers = {
    ETag: `"${size.toString(36)}-${modified.toString(36)}"`,
    'Last-Modified': new Date(modified).toUTCString(),
    'Cache-Control': 'public, max-age=300',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
  };
  if (c.req.header('If-None-Match') === headers.ETag) return c.body(null, 304, headers);
  const whole = { ...headers, 'Content-Type': contentType, 'Content-Length': String(size) };
  if (c.req.method === 'HEAD') return c.body(null, 200, whole);
  return c.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200, whole);
}
