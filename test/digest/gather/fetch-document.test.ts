import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../src/digest/gather/address-guard.js';
import { createDocumentFetcher, type DocumentFetcherOptions } from '../../../src/digest/gather/fetch-document.js';
import { startFeedServer } from '../../support/feed-server.js';

/** Fetches once and says what became of it: the text, or why not. */
async function outcome(url: string, options: Partial<DocumentFetcherOptions> = {}): Promise<string> {
  const fetcher = createDocumentFetcher({ allowPrivate: true, ...options });
  try {
    const answer = await fetcher.fetch(url);
    return answer === 'unchanged' ? answer : answer.text;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  } finally {
    await fetcher.close();
  }
}

/** A resolver that knows some names. */
function resolver(names: Record<string, string[]>) {
  return ((host: string, _options: unknown, callback: (error: Error | null, found: unknown) => void) => {
    const addresses = names[host];
    if (!addresses) return callback(new Error(`no such host ${host}`), []);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as DocumentFetcherOptions['lookup'];
}

describe('an address', () => {
  it.each([
    ['8.8.8.8', true],
    ['2001:4860:4860::8888', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['::ffff:8.8.8.8', true],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['example.org', false],
  ])('%s is of the public Internet: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

describe('fetching what strangers publish', () => {
  it('gives the text and what to ask with next time', async () => {
    const server = await startFeedServer({
      '/feed': (_, response) =>
        response
          .writeHead(200, {
            'content-type': 'Application/RSS+xml; charset=UTF-8',
            etag: '"v1"',
            'last-modified': 'Fri, 04 Feb 2022 02:00:00 GMT',
          })
          .end('<rss/>'),
    });
    const fetcher = createDocumentFetcher({ allowPrivate: true });
    expect(await fetcher.fetch(`${server.url}/feed`)).toEqual({
      url: `${server.url}/feed`,
      type: 'application/rss+xml',
      text: '<rss/>',
      etag: '"v1"',
      lastModified: 'Fri, 04 Feb 2022 02:00:00 GMT',
    });
    await fetcher.close();
  });

  it('asks only for something newer, and says when there is nothing', async () => {
    const server = await startFeedServer({ '/feed': (_, response) => response.writeHead(304).end() });
    const fetcher = createDocumentFetcher({ allowPrivate: true });
    const validators = { etag: '"v1"', lastModified: 'Fri, 04 Feb 2022 02:00:00 GMT' };
    expect(await fetcher.fetch(`${server.url}/feed`, { validators })).toBe('unchanged');
    expect(server.requests[0]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Fri, 04 Feb 2022 02:00:00 GMT',
    });
    await fetcher.close();
  });

  it('refuses this machine and private networks, by number, by name and behind a redirect', async () => {
    const server = await startFeedServer({ '/feed': 'secret' });
    const options = {
      allowPrivate: false,
      lookup: resolver({ 'inside.example.org': ['127.0.0.1'], 'six.example.org': ['::1', 'fd00::1'] }),
    };
    const refused = (host: string, address = '') =>
      `DocumentError: ${host}${address && ` (${address})`} is on a private network or this machine; \`allowPrivate: [${host}]\` in the job permits it`;
    expect(await outcome(`${server.url}/feed`, options)).toBe(refused('127.0.0.1'));
    expect(await outcome(`http://[::1]:${server.port}/feed`, options)).toBe(refused('::1'));
    // 2130706433 and 0x7f.1 are 127.0.0.1 to a URL.
    expect(await outcome(`http://2130706433:${server.port}/feed`, options)).toBe(refused('127.0.0.1'));
    expect(await outcome(`http://0x7f.1:${server.port}/feed`, options)).toBe(refused('127.0.0.1'));
    expect(await outcome(`http://inside.example.org:${server.port}/feed`, options)).toBe(
      refused('inside.example.org', '127.0.0.1'),
    );
    expect(await outcome(`http://six.example.org:${server.port}/feed`, options)).toBe(
      refused('six.example.org', '::1'),
    );
    expect(server.requests).toEqual([]);
  });

  it('refuses a redirect from an allowed host to one that is not', async () => {
    const inside = await startFeedServer({ '/secret': 'secret' });
    const outside = await startFeedServer({
      '/number': (_, response) => response.writeHead(302, { location: `${inside.url}/secret` }).end(),
      '/name': (_, response) =>
        response.writeHead(307, { location: `http://inside.example.org:${inside.port}/secret` }).end(),
      '/file': (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
    });
    const options = {
      allowPrivate: ['friend.example.org'],
      lookup: resolver({ 'friend.example.org': ['127.0.0.1'], 'inside.example.org': ['127.0.0.1'] }),
    };
    const ask = (path: string) => outcome(`http://friend.example.org:${outside.port}${path}`, options);
    expect(await ask('/number')).toMatch(/^DocumentError: 127\.0\.0\.1 is on a private network/);
    expect(await ask('/name')).toMatch(/^DocumentError: inside\.example\.org \(127\.0\.0\.1\) is on a private network/);
    expect(await ask('/file')).toBe('DocumentError: file: addresses are not fetched');
    expect(inside.requests).toEqual([]);
    expect(outside.requests).toHaveLength(3);
  });

  it('asks for a name’s address once a connection: what was checked is what is connected to', async () => {
    const server = await startFeedServer({ '/feed': 'here' });
    let asked = 0;
    const rebinding = ((_host: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
      asked += 1;
      callback(null, [{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }]);
    }) as unknown as DocumentFetcherOptions['lookup'];
    expect(await outcome(`http://rebind.example.org:${server.port}/feed`, { lookup: rebinding, patience: 2_000 })).toBe(
      'here',
    );
    expect(asked).toBe(1);
  });

  it('connects to a private address only of a host that the job allows by name', async () => {
    const server = await startFeedServer({ '/feed': 'secret' });
    const lookup = resolver({ 'both.example.org': ['127.0.0.1', '::1'] });
    expect(
      await outcome(`http://both.example.org:${server.port}/feed`, { allowPrivate: ['other.example.org'], lookup }),
    ).toMatch(/is on a private network/);
    expect(
      await outcome(`http://both.example.org:${server.port}/feed`, { allowPrivate: ['Both.example.org'], lookup }),
    ).toBe('secret');
  });

  it('follows a few redirects and no more', async () => {
    const server = await startFeedServer({
      '/old': (_, response) => response.writeHead(301, { location: '/feed' }).end(),
      '/feed': 'here',
      '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
    });
    expect(await outcome(`${server.url}/old`)).toBe('here');
    expect(await outcome(`${server.url}/round`)).toBe('DocumentError: it redirects more than 5 times');
    expect(server.requests.filter(({ path }) => path === '/round')).toHaveLength(6);
  });

  it('stops reading what is too large, also when it was small before it unfolded', async () => {
    const server = await startFeedServer({
      '/endless': (_, response) => {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      '/bomb': (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
    });
    expect(await outcome(`${server.url}/endless`, { largest: 1_000_000 })).toBe(
      'DocumentError: it is larger than 977 KB',
    );
    expect(await outcome(`${server.url}/bomb`, { largest: 1_000_000 })).toBe('DocumentError: it is larger than 977 KB');
  });

  it('gives up on a server that is silent, or that answers a drop at a time', async () => {
    const server = await startFeedServer({
      '/silent': () => {},
      '/drops': (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      },
    });
    const began = performance.now();
    expect(await outcome(`${server.url}/silent`, { patience: 300 })).toBe(
      'DocumentError: it did not answer within 0.3 s',
    );
    expect(await outcome(`${server.url}/drops`, { patience: 300 })).toBe(
      'DocumentError: it did not answer within 0.3 s',
    );
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('says plainly what else goes wrong', async () => {
    const server = await startFeedServer({ '/broken': (_, response) => response.writeHead(500).end() });
    expect(await outcome(`${server.url}/nothing`)).toBe('DocumentError: it answered HTTP 404');
    expect(await outcome(`${server.url}/broken`)).toBe('DocumentError: it answered HTTP 500');
    expect(await outcome('ftp://example.org/feed')).toBe('DocumentError: ftp: addresses are not fetched');
    expect(await outcome('nonsense')).toBe('DocumentError: "nonsense" is not an address');
    expect(await outcome('http://gone.example.org/', { lookup: resolver({}) })).toBe(
      'DocumentError: no such host gone.example.org',
    );
  });

  it.each([
    ['the server says so', { 'content-type': 'text/xml; charset=gbk' }, Buffer.from([0xb7, 0xfe, 0xce, 0xf1])],
    [
      'the XML declaration says so',
      { 'content-type': 'text/xml' },
      Buffer.concat([Buffer.from('<?xml version="1.0" encoding="GB2312"?>'), Buffer.from([0xb7, 0xfe, 0xce, 0xf1])]),
    ],
    [
      'it has a byte order mark, whatever else is said',
      { 'content-type': 'text/xml; charset=gbk' },
      Buffer.from('\uFEFF服务'),
    ],
    ['nobody says anything', {}, Buffer.from('服务')],
    ['what is said is nonsense', { 'content-type': 'text/xml; charset=klingon' }, Buffer.from('服务')],
  ])('reads Chinese right when %s', async (_, headers, bytes) => {
    const server = await startFeedServer({
      '/feed': (_request, response) => response.writeHead(200, headers).end(bytes),
    });
    expect(await outcome(`${server.url}/feed`)).toMatch(/服务$/);
  });
});
