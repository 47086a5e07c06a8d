/** How a capture that another archive made is told: the same words for a file's record and for a web archive's capture. */
import { join } from 'node:path';
import type { Recorded, Sighting } from '../archive/recorded.ts';
import { articleFolder } from '../archive/folders.ts';
import { formatRef } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import type { Context } from './context.ts';
import { formatPartial, formatTime, shortPath } from './format.ts';

/** For `--json`. */
export function takenFacts({ ref, capture }: Sighting, recorded: Recorded | undefined, { storage, io }: Context): object {
  const { snapshot, isNewSnapshot = false, isNewCapture = false } = recorded ?? {};
  const path = snapshot === undefined ? {} : { snapshot, path: shortPath(join(articleFolder(storage, ref), snapshot), io.cwd) };
  const why = capture.why === undefined ? {} : { [capture.outcome === 'read' ? 'doubt' : 'why']: capture.why };
  const lacks = capture.missing === undefined ? {} : { missing: capture.missing };
  return { article: formatRef(ref), at: capture.at, outcome: capture.outcome, isNewCapture, isNewSnapshot, ...path, ...why, ...lacks };
}

/**
 * 2016-03-01T12:00:00+07:00 vietnamnet/2495349 new snapshot   crawl.warc.gz at byte 1024   storage/articles/…/000_….txt
 * @param where the record, or the address in a web archive
 */
export function takenLine(sighting: Sighting, recorded: Recorded | undefined, where: string, { storage, io }: Context): string {
  const { ref, capture, content } = sighting;
  const read = recorded === undefined ? 'read' : recorded.isNewSnapshot ? 'new snapshot' : 'known text';
  const head = `${formatTime(capture.at)} ${formatRef(ref)} ${content === undefined ? capture.outcome : read}`;
  const path = recorded?.snapshot === undefined ? [] : [shortPath(join(articleFolder(storage, ref), recorded.snapshot), io.cwd)];
  const why = capture.why === undefined || capture.outcome === 'read' ? [] : [printable(capture.why)];
  return `${[head, printable(where), ...path, ...why, ...reservations(sighting)].join('   ')}\n`;
}

/** What is to be said of a text that was kept because somebody asked for it: what it lacks, and what speaks against it. */
export function reservations({ capture: { outcome, missing, why } }: Sighting): string[] {
  if (outcome !== 'read') return [];
  return [...(missing === undefined ? [] : [formatPartial(missing)]), ...(why === undefined ? [] : [`(doubtful: ${printable(why)})`])];
}
