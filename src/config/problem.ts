/** What is wrong with configuration: every problem names its file, and where it can, line and key. */
import { isAbsolute, relative } from 'node:path';
import { UsageError } from '../article/errors.ts';

/** One thing that is wrong. `text` says what was found, what is allowed, and what to do where that is not plain. */
export interface Problem {
  /** Absolute. */
  readonly file: string;
  readonly line?: number;
  /** The way to the value: `layouts[1].match`. */
  readonly key?: string;
  readonly text: string;
}

/** Configuration that can't be used. The message has one line a problem, all of them at once. */
export class ConfigError extends UsageError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], cwd: string) {
    super(problems.map((problem) => formatProblem(problem, cwd)).join('\n'));
    this.problems = problems;
  }
}

/** `config/sites/baosong.yaml:14: layouts[1].match: expected a list of CSS selectors, found a number` */
export function formatProblem({ file, line, key, text }: Problem, cwd: string): string {
  const place = line === undefined ? shortPath(file, cwd) : `${shortPath(file, cwd)}:${line}`;
  return [place, ...(key === undefined ? [] : [key]), text].join(': ');
}

/** The path as a person would type it: from the current folder where the file lies below it, else in full. */
export function shortPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}

/** The way to a value, as it is written in messages; undefined for the whole file. */
export function keyPath(path: readonly PropertyKey[]): string | undefined {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.length === 0 ? undefined : steps.join('').replace(/^\./u, '');
}
