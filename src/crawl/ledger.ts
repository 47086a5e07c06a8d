/** What the archive already knows that a page is judged by: its article, its last text, and how its site was read so far. */
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { AddressBook } from '../archive/find.ts';
import type { CaptureFacts, CaptureRun } from '../article/capture.ts';
import type { Content } from '../article/content.ts';
import { FALLBACK_LAYOUT } from '../article/health.ts';
import { revisionsOf } from '../article/history.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import type { SnapshotName } from '../article/snapshot.ts';

/** What an article was, before the page at hand. */
export interface Past {
  readonly captures: readonly CaptureRun[];
  readonly last?: Content;
}

/** Enough articles to tell how a site is read; a site has hundreds of thousands. */
const SAMPLE = 200;

export class Ledger {
  readonly addresses: AddressBook;
  readonly #archive: Archive;
  /** Site → how many more of its pages a layout read than the fallback did. */
  readonly #lead = new Map<string, Promise<number>>();

  constructor(archive: Archive, sites: readonly Site[]) {
    this.#archive = archive;
    this.addresses = new AddressBook(archive, sites);
  }

  /** The article as it was at an instant: a page that was saved earlier is not judged by what came later. */
  async past(ref: ArticleRef, at: string): Promise<Past> {
    const captures = ((await this.#archive.article(ref))?.captures ?? []).filter((run) => run.first <= at);
    const latest = revisionsOf(captures).at(-1);
    if (latest === undefined) return { captures };
    return { captures, last: (await this.#archive.snapshot(ref, latest.snapshot)).content };
  }

  /** The snapshot of an article whose digest begins with these hex digits. */
  async snapshotNamed(ref: ArticleRef, hex: string): Promise<SnapshotName | undefined> {
    const snapshots = (await this.#archive.article(ref))?.snapshots ?? [];
    return snapshots.find(({ digest }) => digest.startsWith(`sha256:${hex}`))?.file;
  }

  /** Whether the layouts of a site have read its pages so far. */
  async layoutsFit(site: Site): Promise<boolean> {
    return site.layouts.length > 0 && (await this.#leadOf(site.name)) > 0;
  }

  /** Takes note of what has just been recorded. */
  async learn(ref: ArticleRef, capture: CaptureFacts, urls: readonly string[]): Promise<void> {
    await this.addresses.learn(ref, urls);
    if (this.#lead.has(ref.site)) this.#lead.set(ref.site, Promise.resolve((await this.#leadOf(ref.site)) + weightOf(capture)));
  }

  #leadOf(site: string): Promise<number> {
    const lead = this.#lead.get(site) ?? this.#sample(site);
    this.#lead.set(site, lead);
    return lead;
  }

  async #sample(site: string): Promise<number> {
    let [lead, articles] = [0, 0];
    for await (const ref of this.#archive.refs(site)) {
      if ((articles += 1) > SAMPLE) break;
      const record = await unlessDamaged(() => this.#archive.article(ref));
      lead += weightOf(record?.captures.findLast((run) => run.outcome === 'read'));
    }
    return lead;
  }
}

// A torn article is no reason not to keep another; `verify` is what names it.
async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamageError) return undefined;
    throw error;
  }
}

function weightOf(capture: CaptureFacts | undefined): number {
  if (capture?.outcome !== 'read' || capture.reader === undefined) return 0;
  return capture.reader.layout === FALLBACK_LAYOUT ? -1 : 1;
}
