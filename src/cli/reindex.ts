/** `baoluu reindex`: what is derived from the archive's files, made anew. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { ArticleDamage } from '../archive/upkeep.ts';
import { EXIT } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import { printableLines } from '../article/printable.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { plural } from './format.ts';
import type { Finish } from './main.ts';
import type { Io } from './io.ts';
import { Counter } from './progress.ts';

const HELP = `
Every WARC file has an index beside it (CDXJ), which says where each page stands; the catalogue (catalogue.sqlite) is what
"list", "search", "related", "changes" and "status" answer from. Neither holds evidence: one that was lost, damaged or is out of date is made
anew from the archive's own files. Run this after you have restored, copied or removed articles by hand. What is damaged is named,
and left out; what of the article or the WARC file is sound is taken in, and the status is 12.`;

export function defineReindex(program: Command, io: Io, finish: Finish): void {
  program
    .command('reindex')
    .description('make the catalogue and the indexes of the raw pages anew')
    .addHelpText('after', HELP)
    .action(async (_flags: object, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false, writes: true }, async (archive) => {
        const { reindex } = await import('../archive/reindex.ts');
        const { files, entries, damaged } = await reindex(archive.storage);
        for (const path of damaged)
          io.err.write(`baoluu: ${path} holds something unsound, which the index leaves out; "baoluu verify" tells what.\n`);
        if (damaged.length > 0) finish(EXIT.damaged);
        if (!context.isJson) io.err.write(`${plural(entries, 'page')} of ${plural(files, 'WARC file')} indexed.\n`);
        const { articles, damage } = await makeCatalogue(archive, context);
        if (damage.length > 0) finish(EXIT.damaged);
        const damagedArticles = [...new Set(damage.map(formatRef))];
        if (context.isJson) writeJson(io, 'baoluu.reindexed/1', { files, entries, damaged, articles, damagedArticles });
      });
      if (io.signal.aborted) finish(EXIT.interrupted);
    });
}

export interface Made {
  readonly articles: number;
  readonly damage: readonly ArticleDamage[];
}

/** Makes the catalogue anew, telling how far that is, and what can't be read. */
export async function makeCatalogue(archive: Archive, { io, isJson }: Context): Promise<Made> {
  const { rebuildCatalogue } = await import('../archive/reindex.ts');
  const counter = new Counter(io, 'articles catalogued');
  const damage: ArticleDamage[] = [];
  const tell = (done: number, found: readonly ArticleDamage[]): void => {
    damage.push(...found);
    counter.at(done);
  };
  const articles = await rebuildCatalogue(archive, tell, io.signal);
  counter.end();
  for (const { message } of damage) io.err.write(`baoluu: ${printableLines(message)}\n`);
  if (io.signal.aborted) io.err.write(`The catalogue is not complete (${plural(articles, 'article')}); "baoluu reindex" begins again.\n`);
  else if (!isJson) io.err.write(`${plural(articles, 'article')} catalogued${counter.rateOf(articles)}${leftOut(damage)}.\n`);
  return { articles, damage };
}

function leftOut(damage: readonly ArticleDamage[]): string {
  const damaged = new Set(damage.map(formatRef)).size;
  if (damaged === 0) return '';
  const [are, them] = damaged === 1 ? ['is', 'it'] : ['are', 'them'];
  return `; ${damaged} ${are} damaged, and only what of ${them} is sound is in the catalogue`;
}
