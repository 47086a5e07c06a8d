/** How well each site is being read: collected from the archive for `doctor`, and from one run for `archive`. */
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import type { CaptureRun } from '../article/capture.ts';
import { dividedAt, healthOf, movesOf, type Health } from '../article/health.ts';
import type { Site } from '../article/site.ts';
import { plural } from './format.ts';

/** A site's health until an instant, and since then. */
export interface SiteHealth {
  readonly site: string;
  readonly before: Health;
  readonly since: Health;
}

/** The health of every site of the archive that has layouts, divided at an instant. */
export async function healthInArchive(archive: Archive, sites: readonly Site[], instant: string): Promise<SiteHealth[]> {
  const described = sites.filter((site) => site.layouts.length > 0);
  const found = await Promise.all(described.map(async ({ name }) => ({ name, captures: await capturesOf(archive, name, Infinity) })));
  return found
    .filter(({ captures }) => captures.length > 0)
    .map(({ name, captures }) => {
      const { before, since } = dividedAt(captures, instant);
      return { site: name, before: healthOf(before), since: healthOf(since) };
    });
}

/** Enough articles to know how a site was read before. */
const SAMPLE = 200;

/** What one run has to tell of the sites that it visited: a sentence for each thing that has moved. */
export async function movesInRun(
  archive: Archive,
  sites: readonly Site[],
  health: ReadonlyMap<string, Health>,
  begun: string,
): Promise<string[]> {
  const told: string[] = [];
  for (const { name } of sites.filter((site) => site.layouts.length > 0 && health.has(site.name))) {
    const before = healthOf((await capturesOf(archive, name, SAMPLE)).filter((run) => run.first < begun));
    told.push(...movesOf(name, before, health.get(name) ?? healthOf([]), 'in this run'));
  }
  return told;
}

/** In one line: how a site was read until yesterday and since then, or that nothing was read yet. */
export function formatHealth({ site, before, since }: SiteHealth): string {
  if (before.pages + since.pages === 0) return `${site}: nothing was read yet`;
  const [then, now] = [readingsOf(before), readingsOf(since)];
  return `${site}: ${then ?? 'nothing was read before yesterday'}; since yesterday ${now ?? 'nothing was read'}`;
}

/** The pages, the layouts that read them, and what could not be read; undefined where no page came. */
function readingsOf({ pages, layouts, unread, suspect }: Health): string | undefined {
  const shares = Object.entries(layouts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([layout, count]) => `${layout} ${count}`);
  return pages === 0 ? undefined : `${plural(pages, 'reading')} (${shares.join(', ')}), unread ${unread}, suspect ${suspect}`;
}

async function capturesOf(archive: Archive, site: string, most: number): Promise<CaptureRun[]> {
  const captures: CaptureRun[] = [];
  let articles = 0;
  for await (const ref of archive.refs(site)) {
    if ((articles += 1) > most) break;
    captures.push(...(await unlessDamaged(async () => (await archive.article(ref))?.captures ?? [])));
  }
  return captures;
}

async function unlessDamaged(read: () => Promise<readonly CaptureRun[]>): Promise<readonly CaptureRun[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamageError) return []; // `verify` names it.
    throw error;
  }
}
