/** `baoluu doctor`: whether this machine and this archive are fit for the work. */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { BaoluuError, EXIT } from '../article/errors.ts';
import { contextOf, writeJson, type Context } from './context.ts';
import { movesOf } from '../article/health.ts';
import { formatTime, plural, reasonOf } from './format.ts';
import { formatHealth, healthInArchive } from './health.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { VERSION } from './version.ts';

/** One thing looked at. `warning` is worth knowing; `problem` stops the work. */
interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly message: string;
}

const LEAST_FREE_BYTES = 500_000_000;
const LEAST_NODE = [20, 19] as const;

export function defineDoctor(program: Command, io: Io, finish: Finish): void {
  program
    .command('doctor')
    .description('check that this machine, the config and the archive are fit for the work')
    .action(async (_flags: object, self: Command) => {
      const context = await contextOf(self, io, { readsPages: true });
      const checks = [
        node(),
        configuration(context),
        contact(context),
        await folder(context),
        await room(context),
        await archive(context),
        ...(await health(context, io)),
        clock(io),
      ];
      for (const check of checks) {
        if (context.isJson) writeJson(io, 'baoluu.check/1', check);
        else io.out.write(`${check.state.padEnd(8)} ${check.name.padEnd(9)} ${check.message}\n`);
      }
      if (checks.some((check) => check.state === 'problem')) finish(EXIT.failed);
    });
}

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const found = `Node.js ${process.versions.node}, baoluu ${VERSION}`;
  return { name: 'program', state: isEnough ? 'ok' : 'problem', message: isEnough ? found : `${found}: Node.js 20.19 or newer is needed` };
}

function configuration({ config }: Context): Check {
  return {
    name: 'config',
    state: 'ok',
    message: `${config.file}, ${config.sites.length} sites: ${config.sites.map((site) => site.name).join(', ')}`,
  };
}

function contact({ config }: Context): Check {
  if (config.contact !== undefined || config.userAgent !== undefined)
    return { name: 'contact', state: 'ok', message: config.userAgent ?? config.contact ?? '' };
  const message =
    'no contact is set: a newsroom that has a question can’t reach you. Write "contact: your mail or page" into config/baoluu.yaml in the folder where you work';
  return { name: 'contact', state: 'warning', message };
}

async function folder({ storage }: Context): Promise<Check> {
  const place = await nearestFolder(storage);
  try {
    await rm(await mkdtemp(join(place, '.baoluu-doctor-')), { recursive: true });
    return { name: 'folder', state: 'ok', message: `${storage} can be written to` };
  } catch (error) {
    return {
      name: 'folder',
      state: 'problem',
      message: `${place} can’t be written to (${reasonOf(error)}). Name another folder with --storage`,
    };
  }
}

async function room({ storage }: Context): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearestFolder(storage));
  const free = bavail * bsize;
  const message = `${(free / 1e9).toFixed(1)} GB free`;
  return free < LEAST_FREE_BYTES
    ? { name: 'disk', state: 'warning', message: `${message}; make room before a crawl` }
    : { name: 'disk', state: 'ok', message };
}

async function archive({ storage }: Context): Promise<Check> {
  const { Archive } = await import('../archive/archive.ts');
  const { NoArchiveYetError } = await import('../archive/errors.ts');
  try {
    const opened = await Archive.open(storage);
    let articles = 0;
    for await (const _ of opened.refs()) articles += 1;
    await opened.close();
    return { name: 'archive', state: 'ok', message: `${plural(articles, 'article')} in ${storage}; "baoluu verify" checks every file` };
  } catch (error) {
    if (!(error instanceof BaoluuError)) throw error;
    const isNew = error instanceof NoArchiveYetError;
    return {
      name: 'archive',
      state: isNew ? 'ok' : 'problem',
      message: isNew ? `none yet in ${storage}; "baoluu archive URL" begins one` : error.message,
    };
  }
}

/** How each described site was read since yesterday, held against all that was read before. */
async function health({ storage, config }: Context, io: Io): Promise<Check[]> {
  const { Archive } = await import('../archive/archive.ts');
  const yesterday = new Date(io.now().getTime() - 24 * 3_600_000).toISOString();
  const opened = await Archive.open(storage).catch(() => undefined); // What is wrong there, the check before has told.
  if (opened === undefined) return [];
  const found = await healthInArchive(opened, config.sites, yesterday);
  await opened.close();
  return found.flatMap((site) => [
    { name: 'reading', state: 'ok', message: formatHealth(site) } as const,
    ...movesOf(site.site, site.before, site.since, 'since yesterday').map(
      (message) => ({ name: 'reading', state: 'warning', message }) as const,
    ),
  ]);
}

function clock(io: Io): Check {
  const now = io.now();
  const isPlausible = now.getUTCFullYear() >= 2026 && now.getUTCFullYear() < 2100;
  const message = formatTime(now.toISOString());
  return {
    name: 'clock',
    state: isPlausible ? 'ok' : 'problem',
    message: isPlausible ? message : `${message} can’t be right; captures would be dated wrongly`,
  };
}

async function nearestFolder(path: string): Promise<string> {
  for (let place = path; ; place = dirname(place)) {
    const isThere = await statfs(place).then(
      () => true,
      () => false,
    );
    if (isThere || dirname(place) === place) return place;
  }
}
