/** `baoluu verify`: whether the archive is what it says. */
import type { Command } from 'commander';
import type { Verified } from '../archive/verify.ts';
import { EXIT } from '../article/errors.ts';
import { printable } from '../article/printable.ts';
import { contextOf, withArchive, writeJson } from './context.ts';
import { plural } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

const HELP = `
Every snapshot is checked against its name and against article.json, every article.json against its files, every
record of every WARC file against its digests, and every index against its file.
Nothing is written. Damage ends with status 12; leftovers of an interrupted run are told, and are no damage.
By hand: tail -n +3 FILE | sha256sum begins with the 16 digits in the file's name.`;

export function defineVerify(program: Command, io: Io, finish: Finish): void {
  program
    .command('verify')
    .description('check the whole archive for damage')
    .addHelpText('after', HELP)
    .action(async (_flags: object, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false }, async (archive) => {
        const { verify } = await import('../archive/verify.ts');
        let damage = 0;
        const sum = await verify(
          archive,
          (finding) => {
            if (finding.severity === 'damage') damage += 1;
            if (context.isJson) writeJson(io, 'baoluu.finding/1', finding);
            else io.out.write(`${finding.severity}: ${printable(finding.file)} ${printable(finding.message)}\n`);
          },
          io.signal,
        );
        if (context.isJson) writeJson(io, 'baoluu.verified/1', { ...sum, damage });
        else
          io.out.write(
            `${plural(sum.articles, 'article')}, ${plural(sum.snapshots, 'snapshot')}, ${plural(sum.captures, 'capture')}${rawOf(sum)}: ${damage === 0 ? 'no damage' : `${plural(damage, 'damaged place')}`}\n`,
          );
        if (damage > 0) finish(EXIT.damaged);
      });
    });
}

function rawOf({ records, warcs }: Verified): string {
  return warcs === 0 ? '' : `, ${plural(records, 'raw record')} in ${plural(warcs, 'WARC file')}`;
}
