import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { webhookSchema } from '../src/channels/webhook-schema.js';

/** docs/webhook.schema.json, from the schema in the code. */
export function webhookSchemaDocument(): string {
  return `${JSON.stringify(z.toJSONSchema(webhookSchema), null, 2)}\n`;
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync(new URL('../docs/webhook.schema.json', import.meta.url), webhookSchemaDocument());
}
