/** The version and the place of this installation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder that holds `package.json` and the config that comes with baoluu. */
export const PACKAGE_FOLDER = join(import.meta.dirname, '..', '..');

export const VERSION = versionOf(readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8'));

/** As files that the program writes name it. */
export const SOFTWARE = `baoluu/${VERSION}`;

function versionOf(manifest: string): string {
  const { version } = JSON.parse(manifest) as { version: string }; // Our own file: the release tool writes it.
  return version;
}
