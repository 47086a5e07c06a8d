/** A folder to run baoluu in, with the layouts that it comes with and the loopback newsroom's hosts in place of VietNamNet's. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parse, stringify } from 'yaml';

import { parseSnapshot } from '../../dist/article/snapshot.js';
import { Checksum } from './checksum.mjs';
import { ran } from './process.mjs';

export const PROGRAM = here('../../dist/app/bin.js');

/** `baoluu` with a config of its own, in a folder under the temp folder: on a disk, where that is on one. */
export class Desk {
  #cwd = mkdtempSync(join(tmpdir(), 'baoluu-bench-'));
  #site;

  constructor({ hosts, port = 80 }) {
    mkdirSync(join(this.#cwd, 'config/sites'), { recursive: true });
    const seeds = [{ kind: 'newsSitemap', url: `http://${hosts[0]}:${port}/sitemap-news.xml` }];
    const site = parse(readFileSync(here('../../config/sites/vietnamnet.yaml'), 'utf8'));
    this.#site = { ...site, hosts, seeds, delaySeconds: 0, allowPrivate: true, schedule: { minMinutes: 1, maxMinutes: 1 } };
    this.setLayouts();
    writeFileSync(join(this.#cwd, 'config/baoluu.yaml'), stringify({ concurrency: Math.min(64, hosts.length), sites: 'sites' }));
  }

  /** Writes the site's file. @param dropped is dropped in every layout, beside what they drop by themselves */
  setLayouts(...dropped) {
    const more = (layout) => (dropped.length === 0 ? layout : { ...layout, drop: [...(layout.drop ?? []), ...dropped] });
    writeFileSync(this.path('config/sites/vietnamnet.yaml'), stringify({ ...this.#site, layouts: this.#site.layouts.map(more) }));
  }

  /** Of a name in the folder; an absolute path stays as it is. */
  path(name) {
    return resolve(this.#cwd, name);
  }

  /** A list of addresses as a file, for ours and for peers. */
  list(name, lines) {
    writeFileSync(this.path(name), `${lines.join('\n')}\n`);
    return this.path(name);
  }

  /** A command line of the built program. */
  command(storage, ...argv) {
    return [process.execPath, PROGRAM, '--config', this.path('config/baoluu.yaml'), '--storage', this.path(storage), ...argv];
  }

  /** Runs a command that is not measured, some minutes ago by its own clock. @throws where it fails */
  async prepare(storage, minutesAgo, ...argv) {
    const [node, , ...rest] = this.command(storage, ...argv);
    const { status, out, err } = await ran([node, here('earlier.mjs'), String(minutesAgo), ...rest], { cwd: this.#cwd });
    if (status !== 0) throw new Error(`baoluu ${argv.join(' ')} ended with ${status}: ${err.slice(-2000)}`);
    return out;
  }

  remove(name = '.') {
    rmSync(join(this.#cwd, name), { recursive: true, force: true });
  }
}

/** What ours has read, by the latest snapshot of each article. */
export function checksumOf(storage) {
  const checksum = new Checksum();
  const names = readdirSync(join(storage, 'articles'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
  const latest = new Map(names.toSorted().map((name) => [name.slice(0, name.lastIndexOf('/')), name]));
  for (const name of latest.values()) {
    const { content } = parseSnapshot(readFileSync(join(storage, 'articles', name), 'utf8'));
    checksum.add({ ...content, paragraphs: content.body, captions: content.captions });
  }
  return checksum;
}

function here(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
