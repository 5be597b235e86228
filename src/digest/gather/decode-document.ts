/**
 * Bytes as text: a byte order mark decides, then what the server says, then the XML declaration, then UTF-8.
 * A label nobody knows counts as not given.
 * @param charset of the Content-Type header
 */
export function decodeDocument(bytes: Uint8Array, charset?: string): string {
  const label = markOf(bytes) ?? decoderFor(charset) ?? decoderFor(declared(bytes)) ?? 'utf-8';
  return new TextDecoder(label).decode(bytes);
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** `<?xml version="1.0" encoding="gbk"?>` is ASCII in every encoding it can name here. */
function declared(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
}

function decoderFor(label: string | undefined): string | undefined {
  if (!label) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    // Not an encoding: the next source is asked.
    return undefined;
  }
}
