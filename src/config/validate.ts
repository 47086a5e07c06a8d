/** Checking configuration files without using them: what `baoluu config validate` prints. */
import { basename, dirname, resolve } from 'node:path';
import type { Checked } from './explain.ts';
import { checkMain } from './readSettings.ts';
import type { Problem } from './problem.ts';
import { siteSchema } from './schema.ts';
import { checkSite, claimedTwice } from './sites.ts';
import { readSource, type Source } from './source.ts';
import type { CheckSelector } from './values.ts';

export interface FileReport {
  /** Absolute. */
  readonly file: string;
  readonly kind: 'main' | 'site';
  /** Empty where all is well. */
  readonly problems: readonly Problem[];
}

export interface ValidateOptions {
  readonly cwd: string;
  /** Says why a selector is none. The parser of selectors belongs to `extract/`, which we don't know. */
  readonly checkSelector?: CheckSelector;
}

/** A report a file, in the order given. A file that can't be read has that as its problem. */
export async function validateFiles(paths: readonly string[], { cwd, checkSelector }: ValidateOptions): Promise<FileReport[]> {
  const sources = await Promise.all(paths.map((path) => readSource(resolve(cwd, path))));
  const schema = siteSchema(checkSelector);
  const checked = sources.map((source) => {
    const kind = kindOf(source);
    return { source, kind, result: kind === 'main' ? checkMain(source) : checkSite(source, schema) };
  });
  const sites = checked.filter(({ kind }) => kind === 'site').map(({ source }) => source);
  const clashes = claimedTwice(sites, cwd);
  return checked.map(({ kind, result }) => ({ file: result.file, kind, problems: problemsOf(result, clashes) }));
}

function problemsOf(result: Checked<unknown>, clashes: readonly Problem[]): readonly Problem[] {
  const own = 'problems' in result ? result.problems : [];
  return [...own, ...clashes.filter(({ file }) => file === result.file)].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

// By its place where that tells, else by what it speaks of.
function kindOf({ file, content }: Source): FileReport['kind'] {
  if (basename(file) === 'baoluu.yaml') return 'main';
  if (basename(dirname(file)) === 'sites') return 'site';
  const said = typeof content?.data === 'object' && content.data !== null ? content.data : {};
  return ['name', 'hosts', 'layouts', 'articleNumbers'].some((key) => key in said) ? 'site' : 'main';
}
