/** The programs of others that ours is held against, in the version that is installed here, or why one is missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function peer(file) {
  return fileURLToPath(new URL(`../peers/${file}`, import.meta.url));
}

/** `{ version }` of an npm package, or `{ missing }`. */
export function npmPackage(name) {
  const manifest = fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url));
  if (!existsSync(manifest)) return { missing: `the npm package ${name} is not installed (npm ci)` };
  return { version: `${name} ${JSON.parse(readFileSync(manifest, 'utf8')).version}` };
}

/** The Python that has Scrapy: Debian's own before another one on the path. */
export function scrapy() {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const { status, stdout } = spawnSync(python, ['-c', 'import scrapy; print(scrapy.__version__)'], { encoding: 'utf8' });
    if (status === 0) return { python, version: `Scrapy ${stdout.trim()}` };
  }
  return { missing: 'Scrapy is not installed (Debian: the package python3-scrapy)' };
}

export function wget() {
  const { status, stdout } = spawnSync('wget', ['--version'], { encoding: 'utf8' });
  if (status !== 0) return { missing: 'GNU wget is not installed' };
  return { version: /^GNU Wget [\d.]+/u.exec(stdout)?.[0] ?? 'GNU Wget' };
}
