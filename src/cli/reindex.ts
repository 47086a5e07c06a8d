/** `baoluu reindex`: what is derived from the archive's files, made anew. */
import type { Command } from 'commander';
import { contextOf, withArchive, writeJson } from './context.ts';
import { plural } from './format.ts';
import { EXIT } from '../article/errors.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

const HELP = `
Every WARC file has an index beside it (CDXJ), which says where each page stands. It holds nothing of its own: one that
was lost or damaged is made anew from its file.`;

export function defineReindex(program: Command, io: Io, finish: Finish): void {
  program
    .command('reindex')
    .description('make the indexes of the raw pages anew')
    .addHelpText('after', HELP)
    .action(async (_flags: object, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false, writes: true }, async (archive) => {
        const { reindex } = await import('../archive/reindex.ts');
        const { files, entries, damaged } = await reindex(archive.storage);
        for (const path of damaged)
          io.err.write(`baoluu: ${path} holds something unsound, which the index leaves out; "baoluu verify" tells what.\n`);
        if (damaged.length > 0) finish(EXIT.damaged);
        if (context.isJson) writeJson(io, 'baoluu.reindexed/1', { files, entries, damaged });
        else io.err.write(`${plural(entries, 'page')} of ${plural(files, 'WARC file')} indexed.\n`);
      });
    });
}
