/** The version and the place of this installation. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `package.json` and the config that comes with baoluu. */
export const PACKAGE_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const VERSION = versionOf(readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8'));

/** As files that the program writes name it. */
export const SOFTWARE = `baoluu/${VERSION}`;

function versionOf(manifest: string): string {
  const { version } = JSON.parse(manifest) as { version: string }; // Our own file: the release tool writes it.
  return version;
}
