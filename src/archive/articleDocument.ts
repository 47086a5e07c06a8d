/**
 * `article.json`: a lowdb document behind an adapter of our own.
 *
 * lowdb's own adapters do not sync, do not name the file in an error, believe whatever shape they find, and its
 * presets write nothing at all under NODE_ENV=test.
 */
import { Low, type Adapter } from 'lowdb';
import english from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import { bucketOf } from '../article/identity.ts';
import { ARTICLE_SCHEMA, newRecord, type ArticleRecord } from '../article/record.ts';
import type { ArticleRef } from '../article/identity.ts';
import { DamageError } from './errors.ts';
import { readIfThere, replaceFile, stateOf } from './files.ts';
import type { RememberedRecords } from './remembered.ts';

export interface ArticleDocument {
  readonly low: Low<ArticleRecord>;
  /** There was none on the disk. */
  readonly isNew: boolean;
}

/** An article's document, read; a new one where there is none. */
export async function openArticle(path: string, ref: ArticleRef, remembered: RememberedRecords): Promise<ArticleDocument> {
  const fresh = newRecord(ref);
  const low = new Low<ArticleRecord>(new ArticleAdapter(path, ref, remembered), fresh);
  await low.read();
  return { low, isNew: low.data === fresh };
}

/**
 * An article's record, or undefined where there is none.
 * @throws DamageError that names the file
 */
export async function readArticle(path: string, ref: ArticleRef, remembered: RememberedRecords): Promise<ArticleRecord | undefined> {
  return (await new ArticleAdapter(path, ref, remembered).read()) ?? undefined;
}

class ArticleAdapter implements Adapter<ArticleRecord> {
  readonly #path: string;
  readonly #ref: ArticleRef;
  readonly #remembered: RememberedRecords;

  constructor(path: string, ref: ArticleRef, remembered: RememberedRecords) {
    this.#path = path;
    this.#ref = ref;
    this.#remembered = remembered;
  }

  async read(): Promise<ArticleRecord | null> {
    // Looked at before it is read: a file that is replaced in between is read anew the next time.
    const state = stateOf(this.#path);
    if (state === undefined) return null;
    const remembered = this.#remembered.at(this.#path, state);
    if (remembered !== undefined) return remembered;
    const bytes = await readIfThere(this.#path);
    if (bytes === undefined) return null;
    const record = parseRecord(this.#path, this.#ref, textOf(this.#path, bytes));
    this.#remembered.keep(this.#path, state, record);
    return record;
  }

  async write(record: ArticleRecord): Promise<void> {
    const text = `${JSON.stringify(record, undefined, 2)}\n`;
    const written = parseRecord(this.#path, this.#ref, text); // What could not be read again is better not written.
    this.#remembered.keep(this.#path, await replaceFile(this.#path, text), written);
  }
}

function parseRecord(path: string, ref: ArticleRef, text: string): ArticleRecord {
  const result = RECORD.safeParse(parseJson(path, text));
  if (!result.success) throw damage(path, problemOf(result.error));
  const { site, id } = result.data;
  if (site !== ref.site || id !== ref.id)
    throw damage(path, `it describes ${site}/${id}, but stands in the folder of ${ref.site}/${ref.id}`);
  return result.data as ArticleRecord; // zod writes optional keys as `| undefined`; parsing has left none of those.
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damage(path, 'it is not UTF-8');
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw damage(path, text.trim() === '' ? 'it is empty' : `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function damage(path: string, what: string): DamageError {
  return new DamageError(`${path} is damaged: ${what}. Nothing was written to it; restore it from a backup, then run "baoluu verify".`);
}

function problemOf(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'its shape is wrong' : `${issue.path.join('.') || 'the document'}: ${issue.message}`;
}

// zod's small form: its large one takes a tenth of a second to load, and every command reads a document.
z.config(english());

const INSTANT = z.iso.datetime({ precision: 3 });
const SNAPSHOT = z.string().check(z.regex(/^\d{3,}_[0-9a-f]{16}\.txt$/u, 'is not a snapshot’s name'));

const DIGEST = z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/u, 'is not a SHA-256 digest'));

const FACTS = z.strictObject({
  author: z.optional(z.string()),
  section: z.optional(z.string()),
  tags: z.optional(z.array(z.string())),
  pictures: z.optional(z.array(z.strictObject({ url: z.string(), caption: z.optional(z.string()) }))),
  modified: z.optional(z.string()),
  canonicalUrl: z.optional(z.string()),
  language: z.optional(z.string()),
  source: z.optional(z.string()),
});

const OUTCOME = z.enum(['read', 'unread', 'suspect', 'absent', 'redirected', 'blocked', 'refused', 'failed', 'truncated']);
const MISSING = z.array(z.enum(['title', 'date', 'body', 'captions']));
const READER = z.strictObject({ layout: z.string(), extractor: z.number() });

const RAW = z.strictObject({
  kind: z.enum(['response', 'revisit', 'resource']),
  at: INSTANT,
  url: z.string(),
  file: z.string(),
  offset: z.int().check(z.nonnegative()),
  length: z.int().check(z.positive()),
  record: z.string(),
  payload: z.string(),
  original: z.optional(z.string()),
  via: z.optional(z.string()),
});

const FORMER = z.strictObject({
  until: INSTANT,
  by: z.optional(READER),
  outcome: OUTCOME,
  why: z.optional(z.string()),
  snapshot: z.optional(SNAPSHOT),
  missing: z.optional(MISSING),
  reader: z.optional(READER),
});

const RUN = z
  .strictObject({
    first: INSTANT,
    last: INSTANT,
    visits: z.int().check(z.positive()),
    url: z.string(),
    status: z.optional(z.int()),
    outcome: OUTCOME,
    why: z.optional(z.string()),
    snapshot: z.optional(SNAPSHOT),
    missing: z.optional(MISSING),
    reader: z.optional(READER),
    facts: z.optional(FACTS),
    agreement: z.optional(
      z.strictObject({ body: z.number(), title: z.number(), sameDay: z.boolean(), captions: z.int(), genericCaptions: z.int() }),
    ),
    digest: z.optional(DIGEST),
    redirects: z.optional(z.array(z.strictObject({ url: z.string(), status: z.int() }))),
    source: z.optional(z.strictObject({ file: z.string(), sha256: z.string(), isUndated: z.optional(z.literal(true)) })),
    undated: z.optional(z.int().check(z.positive())),
    raw: z.optional(z.array(RAW)),
    former: z.optional(z.array(FORMER)),
  })
  .check(
    z.refine(
      (run) => (run.outcome === 'read') === (run.snapshot !== undefined),
      'a capture names a snapshot where its page was read, and only there',
    ),
  );

// Parts of a path come from this document, so what could leave the archive's folder is refused.
const FOLDER_NAME = /^[\w-][\w.-]*$/u;

const RECORD = z
  .strictObject({
    schema: z.literal(ARTICLE_SCHEMA),
    site: z.string().check(z.regex(FOLDER_NAME, 'is not a site’s name')),
    id: z.string().check(z.regex(FOLDER_NAME, 'is not an article’s id')),
    urls: z.array(z.strictObject({ url: z.string(), from: INSTANT, to: INSTANT })),
    snapshots: z.array(z.strictObject({ file: SNAPSHOT, digest: DIGEST })),
    captures: z.array(RUN),
    pictures: z.optional(z.array(RAW)),
  })
  .check(z.refine((record) => bucketOf(record.id) !== '', 'its id is too short'));
