import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether a name or address only ever means this machine: `localhost`, `127.0.0.1`, `[::1]`. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const address = name.replace(/^::ffff:(?=\d+\.)/, '');
  const family = isIP(address);
  if (family !== 0) return loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
  return name === 'localhost' || name.endsWith('.localhost');
}

/** Headers a proxy adds: then the person is somewhere else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

export interface Visit {
  /** What we listen on. */
  serverHost: string;
  /** The address the connection comes from. */
  address: string | undefined;
  header(name: string): string | undefined;
}

/**
 * Whether somebody on this machine asks, without a proxy in between, for a name of this machine. The last matters because
 * any web page may make a browser ask us under a name of its own that it points here (DNS rebinding).
 */
export function isLocal({ serverHost, address, header }: Visit): boolean {
  const host = header('host') ?? '';
  if (!URL.canParse(`http://${host}`)) return false;
  return (
    isLoopback(serverHost) &&
    isLoopback(address ?? '') &&
    isLoopback(new URL(`http://${host}`).hostname) &&
    FORWARDED.every((name) => header(name) === undefined)
  );
}
