/** The schemas for editors: JSON Schema (draft 2020-12), made from the ones that the program itself uses. */
import * as z from 'zod';
import { mainSchema, siteSchema } from './schema.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** For `config/sites/<site>.yaml`. */
export function siteJsonSchema(): JsonSchema {
  return jsonSchema(
    siteSchema(),
    'baoluu: a site',
    'One outlet’s website: where its articles stand, how politely to ask, how its pages are read.',
  );
}

/** For `config/baoluu.yaml`. */
export function mainJsonSchema(): JsonSchema {
  return jsonSchema(mainSchema(), 'baoluu: settings', 'Where the archive lies, and how baoluu introduces and restrains itself.');
}

/** The text of a schema's file: two spaces deep, and the names of required keys on one line, as our formatter has them. */
export function jsonSchemaText(schema: JsonSchema): string {
  const text = JSON.stringify(schema, null, 2);
  return `${text.replace(/"required": \[[^\]]*\]/gu, (list) => list.replace(/\s+/gu, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`;
}

// As they are written (`input`): a key with a default may be left out.
function jsonSchema(schema: z.ZodType, title: string, description: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { $schema, title, description, ...rest };
}
