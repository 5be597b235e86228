const TYPES: Record<string, string> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** The media type an image's URL tells by its ending, or undefined: a wrong guess is worse than none. */
export function imageType(url: string): string | undefined {
  const ending = /\.([a-z]+)$/i.exec(new URL(url).pathname)?.[1];
  return ending && TYPES[ending.toLowerCase()];
}
