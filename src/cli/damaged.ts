/** Saying that an answer out of the catalogue lacks something: what could not be read of articles that are damaged. */
import type { Catalogue } from '../archive/catalogueContract.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { Io } from './io.ts';

const MOST_NAMED = 3;

/** The articles that are damaged, one more than are named. */
export async function damagedIn(catalogue: Catalogue, site: string | undefined): Promise<ArticleRef[]> {
  return await catalogue.damaged({ ...(site === undefined ? {} : { site }), limit: MOST_NAMED + 1 });
}

/**
 * Says in one line which articles are damaged.
 * @returns whether any is
 */
export function tellDamaged(damaged: readonly ArticleRef[], io: Io): boolean {
  if (damaged.length === 0) return false;
  const named = damaged.slice(0, MOST_NAMED).map(formatRef).join(', ');
  const are = damaged.length > MOST_NAMED ? 'and others are' : damaged.length > 1 ? 'are' : 'is';
  io.err.write(
    `baoluu: ${named} ${are} damaged; what can’t be read there is left out. ` +
      '"baoluu verify" tells what is wrong; once that is mended, "baoluu reindex" takes it in.\n',
  );
  return true;
}
