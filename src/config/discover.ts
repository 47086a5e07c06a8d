/** Which `baoluu.yaml` counts: the one that is named, or the nearest that is there. */
import { statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/** Where configuration is looked for; all of it is handed in. */
export interface Places {
  /** What was given with `--config`. */
  readonly file?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder in which baoluu itself is installed; its `config/` holds what it comes with. */
  readonly packageFolder: string;
}

/** The main file, and why it is this one. */
export interface Found {
  readonly file: string;
  readonly foundBy: '--config' | 'BAOLUU_CONFIG' | 'the current folder' | "the user's folder" | 'the package';
}

/** `--config`, then BAOLUU_CONFIG, the current folder, the user's folder, and what baoluu comes with. */
export function discover({ file, cwd, env, packageFolder }: Places): Found {
  const named = env['BAOLUU_CONFIG'];
  if (file !== undefined) return { file: resolve(cwd, file), foundBy: '--config' };
  if (isFilled(named)) return { file: resolve(cwd, named), foundBy: 'BAOLUU_CONFIG' };
  for (const here of [join(cwd, 'config', 'baoluu.yaml'), join(cwd, 'baoluu.yaml')])
    if (isThere(here)) return { file: here, foundBy: 'the current folder' };
  const mine = userFile(env);
  if (mine !== undefined && isThere(mine)) return { file: mine, foundBy: "the user's folder" };
  return { file: join(packageFolder, 'config', 'baoluu.yaml'), foundBy: 'the package' };
}

// The XDG specification asks to pass over a path that is not absolute.
function userFile(env: Places['env']): string | undefined {
  const home = env['HOME'];
  const stated = env['XDG_CONFIG_HOME'];
  const folder = isFilled(stated) && isAbsolute(stated) ? stated : isFilled(home) ? join(home, '.config') : undefined;
  return folder === undefined ? undefined : join(folder, 'baoluu', 'baoluu.yaml');
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

// What is there but can't be read counts: to pass over it would be to use other settings than those meant.
function isThere(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
