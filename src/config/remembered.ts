/**
 * What the config's files came to, remembered between commands in the user's folder of caches.
 *
 * It is believed only where every file has the bytes, and every folder the names, that it was made of, and where this
 * very build made it; otherwise, and where there is no such folder, the files are read. Nothing is lost with it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Places } from './discover.ts';
import type { Settings } from './readSettings.ts';

interface Memory {
  readonly evidence: string;
  readonly settings: Settings;
}

type Asked = Places & { readonly checkSelector?: unknown };

// Nothing else is under way before a command has its config, and waiting for each file in turn takes longer than reading it.
/** What these files came to; undefined where that is not remembered, or they are others now. */
export function recall(file: string, asked: Asked): Settings | undefined {
  const memory = readMemory(memoryFile(file, asked));
  if (memory?.evidence === undefined) return undefined;
  return evidenceOf(file, memory.settings)?.digest === memory.evidence ? memory.settings : undefined;
}

/** Reads, and remembers what came of it. What can't be written is not remembered. */
export async function remember(file: string, asked: Asked, read: () => Promise<Settings>): Promise<Settings> {
  const path = memoryFile(file, asked);
  const begun = performance.now();
  const settings = await read();
  const evidence = path === undefined ? undefined : evidenceOf(file, settings);
  if (path === undefined || evidence === undefined) return settings;
  await writeMemory(path, { evidence: evidence.digest, settings }, evidence.youngestMs + SETTLED_MS + (performance.now() - begun));
  return settings;
}

// A file that was written while it was read would be remembered with what it said before; FAT tells times by two seconds.
const SETTLED_MS = 2_000;

interface Evidence {
  /** Of this build, the files and the names in the folders. */
  readonly digest: string;
  /** When a file was last written. */
  readonly youngestMs: number;
}

function evidenceOf(file: string, settings: Settings | undefined): Evidence | undefined {
  try {
    if (settings === undefined) return undefined;
    const { sites, folders } = settings;
    const hash = createHash('sha256').update(buildOf());
    let youngestMs = 0;
    for (const path of [file, ...sites.map((each) => each.file)]) {
      const content = readFileSync(path);
      youngestMs = Math.max(youngestMs, statSync(path).mtimeMs);
      hash.update(`\0${path}\0${content.length}\0`).update(content);
    }
    for (const folder of folders) hash.update(`\0${folder}\0${namesIn(folder).join('\0')}`);
    return { digest: hash.digest('hex'), youngestMs };
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    return [String((error as NodeJS.ErrnoException).code)];
  }
}

/** The program that asks: another version may hold the files against another schema. */
function buildOf(): string {
  const self = import.meta.filename;
  const { mtimeMs, size } = statSync(self);
  return `${self} ${mtimeMs} ${size}`;
}

/** By the XDG specification, and as Windows has it; where the user has no home, nothing is remembered. */
function memoryFile(file: string, { env, packageFolder, checkSelector }: Asked): string | undefined {
  const { XDG_CACHE_HOME: stated = '', HOME: home = '', LOCALAPPDATA: local = '' } = env;
  const folder = isAbsolute(stated) ? stated : isAbsolute(home) ? join(home, '.cache') : isAbsolute(local) ? local : undefined;
  const asked = `${file}\0${packageFolder}\0${checkSelector === undefined ? '' : 'selectors'}`;
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  return folder === undefined ? undefined : join(folder, 'baoluu', `config-${name}.json`);
}

function readMemory(path: string | undefined): Partial<Memory> | null | undefined {
  try {
    return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as Partial<Memory> | null); // Its evidence is checked.
  } catch {
    return undefined;
  }
}

/** @param notBeforeMs by the disk's own clock: what is written sooner is not kept */
async function writeMemory(path: string, memory: Memory, notBeforeMs: number): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await makeFolder(dirname(path));
    await writeFile(aside, JSON.stringify(memory), { mode: 0o600 });
    await ((await stat(aside)).mtimeMs < notBeforeMs ? rm(aside) : rename(aside, path));
  } catch {
    await rm(aside, { force: true }).catch(() => undefined); // The next command reads the files as this one did.
  }
}

// Not several at once: that is what Node tries for ever in /proc.
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (existsSync(path)) return;
    if (dirname(path) === path || existsSync(dirname(path))) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}
