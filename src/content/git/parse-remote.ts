/** A git remote, its credentials apart. */
export interface Remote {
  /** Without a name or password (an ssh user stays: it is part of the address). */
  url: string;
  credentials?: { username: string; password: string };
}

/** `git@host:path`, as people copy it; the host may not look like an option. */
const SCP_LIKE = /^(?:[\w.-]+@)?[\w][\w.-]*:(?!\/\/)[^\s-][^\s]*$/;

/**
 * Reads the address of a repository: https, ssh (also `git@host:path`), file, or an absolute path.
 * @returns a fault, in one line and without secrets, when it is none of these
 */
export function parseRemote(address: string): Remote | { fault: string } {
  const text = address.trim();
  if (text.startsWith('/')) return { url: `file://${text.split('/').map(encodeURIComponent).join('/')}` };
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return SCP_LIKE.test(text)
      ? { url: text }
      : { fault: 'expected an https://, ssh:// or file:// address, or git@host:path' };
  }
  if (!URL.canParse(text)) return { fault: 'it is not an address' };
  const url = new URL(text);
  if (!/^(?:https|ssh|file):$/.test(url.protocol))
    return { fault: `${url.protocol}// is not allowed; use https://, ssh:// or file://` };
  if (url.protocol === 'ssh:') {
    if (url.hostname.startsWith('-')) return { fault: 'it is not an address' };
    url.password = '';
    return { url: url.href };
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url: url.href };
  // A token alone is written where the name stands (`https://TOKEN@host/…`).
  const [name, secret] = password === '' ? ['git', username] : [username, password];
  return { url: url.href, credentials: { username: decode(name), password: decode(secret) } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that encodes nothing
  }
}
