// Receives Postrider's webhooks. No packages needed:
//
//   WEBHOOK_SECRET=whsec_… PORT=9090 node webhook-receiver.mjs
//
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const secret = process.env.WEBHOOK_SECRET ?? '';
/** Seconds. An old request is somebody else's recording. */
const TOLERANCE = 5 * 60;
/** A real receiver keeps them where they survive a restart, e.g. in a table with a unique key. */
const seen = new Set();

function isSigned(id, timestamp, body, signatures) {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  // There may be several, while a secret is being changed.
  return signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const server = createServer(async (request, response) => {
  // As it came: the signature is over these very bytes.
  const body = await text(request);
  const id = String(request.headers['webhook-id']);
  const timestamp = String(request.headers['webhook-timestamp']);
  const answer = (status) => response.writeHead(status).end();

  if (!isSigned(id, timestamp, body, String(request.headers['webhook-signature'] ?? ''))) return answer(401);
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE)) return answer(400);
  // Postrider sends again when an answer got lost: the same id is the same message.
  if (!seen.has(id)) {
    const { type, data } = JSON.parse(body);
    console.log(`${type}: ${data.title} ${data.url ?? ''}`);
    seen.add(id);
  }
  return answer(204);
});

server.listen(Number(process.env.PORT ?? 9090), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
