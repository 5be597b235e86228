import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What a stranger's address must not lead to: this machine, the local network, the cloud's metadata service (RFC 6890, RFC 4291). */
const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8], // "this network"
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, 169.254.169.254 among them
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
] as const;
const NOT_PUBLIC_6 = [
  ['::', 96], // unspecified, loopback, and the deprecated IPv4-compatible form
  ['::ffff:0:0', 96], // IPv4 in disguise is judged as IPv4 below; what is left is refused
  ['64:ff9b::', 96], // NAT64: IPv4 again
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23], // Teredo and other protocol assignments
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: IPv4 again
  ['fc00::', 7],
  ['fe80::', 9], // link-local and the old site-local
  ['ff00::', 8],
] as const;

// Two lists: a BlockList holds every IPv4 address to be in ::ffff:0:0/96.
const notPublic4 = new BlockList();
const notPublic6 = new BlockList();
for (const [net, bits] of NOT_PUBLIC_4) notPublic4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of NOT_PUBLIC_6) notPublic6.addSubnet(net, bits, 'ipv6');

/** Which hosts may be on this machine or a private network: all of them, none, or those named. */
export type AllowPrivate = boolean | readonly string[];

/** An address that must not be asked; the message says which and why. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'EADDRESSREFUSED';
  constructor(host: string, address: string) {
    const where = host === address ? host : `${host} (${address})`;
    super(`${where} is on a private network or this machine; \`allowPrivate: [${host}]\` in the job permits it`);
  }
}

/** Whether an IP address is one of the public Internet. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || isIP(address) === 4) return !notPublic4.check(mapped ?? address, 'ipv4');
  return isIP(address) === 6 && !notPublic6.check(address, 'ipv6');
}

export function mayBePrivate(host: string, allow: AllowPrivate): boolean {
  return typeof allow === 'boolean' ? allow : allow.some((name) => name.toLowerCase() === host.toLowerCase());
}

/**
 * A lookup for `net.connect` that gives public addresses only. Because the connection itself asks it, what was checked
 * is what is connected to: a name that answers differently the second time gains nothing.
 */
export function guardedLookup(allow: AllowPrivate, lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...(options as LookupOptions), all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const addresses = found as LookupAddress[];
      const usable = mayBePrivate(host, allow)
        ? addresses
        : addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = usable;
      if (!first) return callback(new AddressRefused(host, addresses[0]?.address ?? host), '', 0);
      if ((options as LookupOptions).all) {
        (callback as unknown as (error: null, addresses: LookupAddress[]) => void)(null, usable);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
