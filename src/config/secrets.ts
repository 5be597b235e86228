import type { Config } from './load-config.js';

/** Shorter values are not replaced: they would blot out ordinary words. */
const SHORTEST_SECRET = 4;

/** Every secret value of a config, longest first, also in the forms they take inside URLs. */
export function collectSecrets(config: Config): string[] {
  const { bot, server, content } = config;
  const values = [
    server.adminToken,
    content.hookSecret,
    ...credentialsOf(content.repository),
    ...(config.engine.type === 'redis' ? credentialsOf(config.engine.url) : []),
    bot.slack?.token,
    bot.slack?.signingSecret,
    bot.slack?.appToken,
    bot.dingtalk?.clientSecret,
    ...config.channels.flatMap(({ kind, options }) => kind.secrets.flatMap((key: string) => secretsIn(options[key]))),
  ];
  const found = values.filter((value): value is string => typeof value === 'string' && value.length >= SHORTEST_SECRET);
  const forms = found.flatMap((value) => [value, encodeURIComponent(value)]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** A secret option's value; of a webhook URL also its parameters and the last part of its path, which are the secret proper. */
function secretsIn(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  if (!URL.canParse(value)) return [value];
  const url = new URL(value);
  const lastPart = url.pathname.split('/').at(-1) ?? '';
  return [value, ...url.searchParams.values(), ...(lastPart.length >= 16 ? [lastPart] : []), ...credentialsOf(value)];
}

function credentialsOf(address: string | undefined): string[] {
  if (!address || !URL.canParse(address)) return [];
  const { password, username } = new URL(address);
  // `https://TOKEN@host` is a usual form: then the name is the secret.
  return [password || username].filter(Boolean).flatMap((value) => [value, decodeURIComponent(value)]);
}

/** Replaces secrets in a text. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[secret]'), text);
}
