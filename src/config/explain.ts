/** From a schema's complaint to a sentence: what was found, what is allowed, and where. */
import type * as z from 'zod';
import { nearest } from './nearest.ts';
import { keyPath, type Problem } from './problem.ts';
import type { Source, SourceContent } from './source.ts';

type Issue = z.core.$ZodIssue;

/** A file held against its schema. */
export type Checked<T> =
  | { readonly file: string; readonly value: T; readonly lineOf: SourceContent['lineOf'] }
  | { readonly file: string; readonly problems: readonly Problem[] };

/** Holds a file against a schema; all that is wrong comes at once, in the order of the lines. */
export function checkSource<T>({ file, problems, content }: Source, schema: z.ZodType<T>): Checked<T> {
  if (content === undefined) return { file, problems };
  const result = schema.safeParse(content.data, { reportInput: true });
  if (result.success && problems.length === 0) return { file, value: result.data, lineOf: content.lineOf };
  const complaints = result.error?.issues.flatMap((issue) => explain(file, content, issue)) ?? [];
  return { file, problems: [...problems, ...complaints].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function explain(file: string, content: SourceContent, issue: Issue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ');
    return issue.keys.map((key) => problemAt(file, content, [...issue.path, key], unknownKey(key, known)));
  }
  return [problemAt(file, content, issue.path, complaint(issue, content))];
}

function problemAt(file: string, content: SourceContent, path: readonly PropertyKey[], text: string): Problem {
  const key = keyPath(path);
  return { file, line: content.lineOf(path), ...(key === undefined ? {} : { key }), text };
}

function complaint(issue: Issue, content: SourceContent): string {
  const { message, input } = issue;
  if (input === undefined) return `missing; expected ${message}`;
  const why = issue.code === 'custom' && typeof issue.params?.['why'] === 'string' ? `: ${issue.params['why']}` : '';
  return `expected ${message}, found ${found(issue)}${why}${hint(issue, content)}`;
}

function found(issue: Issue): string {
  const { input } = issue;
  if (typeof input === 'string') return shown(input);
  const numberWanted = issue.code !== 'invalid_type' || issue.expected === 'number' || issue.expected === 'int';
  if (typeof input === 'number' && numberWanted) return String(input);
  return kindOf(input);
}

function shown(text: string): string {
  if (text.trim() === '') return 'an empty text';
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function kindOf(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list';
  return { number: 'a number', boolean: 'true or false', object: 'a mapping' }[typeof input as string] ?? `a ${typeof input}`;
}

// The two slips that YAML makes easy: a selector that begins with # is a comment, and one that begins with [ a list.
function hint({ code, input, path, ...issue }: Issue, content: SourceContent): string {
  if (code !== 'invalid_type' || !('expected' in issue)) return '';
  if (issue.expected === 'array' && typeof input === 'string') return '; begin a line of its own with "- " for each';
  if (issue.expected !== 'string') return '';
  const line = content.textOf(content.lineOf(path));
  return (input === null && line.includes('#')) || Array.isArray(input) ? '; put a text that begins with # or [ in quotes' : '';
}

function unknownKey(key: string, known: readonly string[]): string {
  const likely = nearest(key, known);
  return likely === undefined ? `unknown key; the keys here are ${known.join(', ')}` : `unknown key; did you mean "${likely}"?`;
}
