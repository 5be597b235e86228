/** Percent signs as the characters they stand for; text that is no such encoding stays as it is. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not UTF-8 behind the signs, or signs that mean themselves.
    return path;
  }
}
