/**
 * Keeping the catalogue as the articles are. The caller holds the archive's lock.
 *
 * An article is marked before its files are changed and taken in afterwards. A process that is killed in between leaves the
 * mark, and whoever writes to the archive next takes the article in. Trouble with the catalogue never stops a visit from being
 * written down: what is evidence stands in the article's own files.
 */
import { join } from 'node:path';
import type { ArticleRef } from '../article/identity.ts';
import type { Archive } from './archive.ts';
import { openCatalogue, type Opened } from './catalogue.ts';
import type { Catalogue } from './catalogueContract.ts';
import { CatalogueError } from './errors.ts';
import { CATALOGUE_FILE } from './folders.ts';
import { indexArticle, type Written } from './indexed.ts';

/** What of an article can't be read: which file, why, and what to do. */
export interface ArticleDamage extends ArticleRef {
  readonly message: string;
}

export class Upkeep {
  /** What a person should know, a sentence each. */
  readonly notices: string[] = [];
  readonly #archive: Archive;
  #catalogue: Catalogue | undefined;

  private constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Opens the catalogue, beginning one where there is none, and takes in what a killed process left marked. */
  static async open(archive: Archive): Promise<Upkeep> {
    const upkeep = new Upkeep(archive);
    await upkeep.#trying(async () => {
      const opened = openCatalogue(join(archive.storage, CATALOGUE_FILE));
      upkeep.#catalogue = opened.catalogue;
      if (opened.setAside !== undefined) upkeep.notices.push(setAsideNotice(opened.setAside));
      await upkeep.#begin(opened);
    });
    return upkeep;
  }

  /** @throws CatalogueError where it can't be used */
  get catalogue(): Catalogue {
    if (this.#catalogue !== undefined) return this.#catalogue;
    throw new CatalogueError(this.notices.at(-1) ?? 'The catalogue is closed.', { isUnusable: false });
  }

  /** Says that the files of articles are about to be changed. */
  async before(refs: readonly ArticleRef[]): Promise<void> {
    if (refs.length > 0) await this.#trying(async () => await this.#catalogue?.mark(refs));
  }

  /** Takes in articles that have just been written. */
  async after(written: readonly Written[]): Promise<void> {
    const refs = written.map(({ record }) => record);
    if (refs.length > 0) await this.#trying(async () => void (await this.#take(refs, written)));
  }

  /**
   * Takes in articles as their files are now.
   * @returns what of them can't be read
   */
  async takeIn(refs: readonly ArticleRef[]): Promise<ArticleDamage[]> {
    let damage: ArticleDamage[] = [];
    await this.#trying(async () => void (damage = await this.#take(refs)));
    return damage;
  }

  close(): void {
    this.#catalogue?.close();
    this.#catalogue = undefined;
  }

  // In an archive that has articles already, a new catalogue is incomplete until it is made anew.
  async #begin({ catalogue, isNew }: Opened): Promise<void> {
    if (isNew && (await this.#archive.refs().next()).done === true) await catalogue.endRebuild();
    const marked = await catalogue.marked();
    if (marked.length > 0) await this.#take(marked);
  }

  async #take(refs: readonly ArticleRef[], written: readonly Written[] = []): Promise<ArticleDamage[]> {
    const catalogue = this.#catalogue;
    if (catalogue === undefined) return [];
    const indexed = await Promise.all(
      refs.map(async (ref, index) => {
        const known = { texts: await catalogue.texts(ref), latest: await catalogue.latest(ref) };
        return await indexArticle(this.#archive, ref, known, written[index]);
      }),
    );
    await catalogue.take(indexed.flatMap((each) => each?.article ?? []));
    for (const [index, ref] of refs.entries()) if (indexed[index] === undefined) await catalogue.forget(ref);
    return refs.flatMap(({ site, id }, index) => (indexed[index]?.damage ?? []).map((message) => ({ site, id, message })));
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      this.notices.push(`${error.message} Until then what is archived is kept, but not catalogued.`);
      this.close();
    }
  }
}

function setAsideNotice(path: string): string {
  return `The catalogue could not be used and was set aside as ${path}; another is made from the articles’ own files. No capture is lost with it.`;
}
