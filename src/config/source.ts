/** A YAML file as a person wrote it: its data, and the line on which each key stands. */
import { readFile } from 'node:fs/promises';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
} from 'yaml';
import type { Problem } from './problem.ts';

export interface Source {
  /** Absolute. */
  readonly file: string;
  /** What is wrong with the file before anybody asks what its keys mean. */
  readonly problems: readonly Problem[];
  /** Undefined where the file can't be read or is no YAML; a key that stands twice does not stop the reading. */
  readonly content?: SourceContent;
}

export interface SourceContent {
  readonly data: unknown;
  /** The line of the key or list item at the end of the path, or of the last step that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** The text of a line, counted from 1. */
  readonly textOf: (line: number) => string;
}

/** Reads a file; `namedBy` is what pointed to it, for the message where there is none. */
export async function readSource(file: string, namedBy?: string): Promise<Source> {
  try {
    return decodeSource(file, await readFile(file));
  } catch (error) {
    return { file, problems: [{ file, text: unreadable(error, namedBy) }] };
  }
}

function decodeSource(file: string, bytes: Uint8Array): Source {
  const line = firstLineNotUtf8(bytes);
  if (line === undefined) return parseSource(file, new TextDecoder().decode(bytes));
  return { file, problems: [{ file, line, text: 'this line is not UTF-8; save the file in the encoding UTF-8' }] };
}

function parseSource(file: string, text: string): Source {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, stringKeys: true });
  const mistakes = [...document.errors, ...document.warnings];
  const aliases = aliasesOf(document, counter);
  const problems = [
    ...onePerLine(mistakes.map((mistake) => yamlProblem(file, text, counter, document, mistake))),
    ...aliases.filter(({ isKnown }) => !isKnown).map(({ line, name }) => ({ file, line, text: unknownAlias(name) })),
  ];
  if (aliases.some(({ isKnown }) => !isKnown) || mistakes.some(({ code }) => code !== 'DUPLICATE_KEY')) return { file, problems };
  try {
    const lines = text.split('\n');
    const content = {
      data: document.toJS() as unknown,
      lineOf: (path: readonly PropertyKey[]) => counter.linePos(offsetOf(document, path)).line,
      textOf: (line: number) => lines[line - 1] ?? '',
    };
    return { file, problems, content };
  } catch (error) {
    // Aliases are followed only here: there may be so many that they would fill the memory.
    const why =
      error instanceof ReferenceError ? TOO_MANY_ALIASES : `not valid YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { file, problems: [...problems, { file, line: aliases[0]?.line ?? 1, text: why }] };
  }
}

interface AliasUse {
  readonly line: number;
  readonly name: string;
  readonly isKnown: boolean;
}

/** Where `*name` stands in the file, and whether an `&name` stands before it. */
function aliasesOf(document: Document, counter: LineCounter): AliasUse[] {
  const known = new Set<string>();
  const aliases: AliasUse[] = [];
  visit(document, (_, node) => {
    if (isAlias(node)) aliases.push({ line: counter.linePos(startOf(node) ?? 0).line, name: node.source, isKnown: known.has(node.source) });
    else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') known.add(node.anchor);
  });
  return aliases;
}

function unknownAlias(name: string): string {
  return `"*${name}" repeats what stands at "&${name}", and no such name stands before it; ${QUOTES}`;
}

const TOO_MANY_ALIASES = 'the names after "*" repeat so much that the file would fill the memory; write out what they stand for';

// A line feed is never part of a longer UTF-8 sequence, so that each line can be tried by itself.
function firstLineNotUtf8(bytes: Uint8Array): number | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let start = 0, line = 1; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return undefined;
}

function unreadable(error: unknown, namedBy: string | undefined): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const hint = namedBy === undefined ? '' : `; ${namedBy} names it`;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no such file${hint}`;
  if (code === 'EISDIR') return `this is a folder, not a file${hint}`;
  if (code === 'EACCES' || code === 'EPERM') return `this file may not be read; give yourself the right to read it`;
  return `this file can't be read: ${message}`;
}

const QUOTES = 'put a text that begins with # @ * & ! % [ or {, or that holds ": ", in quotes';

const HINTS: Partial<Record<YAMLError['code'], string>> = {
  BAD_SCALAR_START: QUOTES,
  BLOCK_AS_IMPLICIT_KEY: QUOTES,
  TAG_RESOLVE_FAILED: QUOTES,
  TAB_AS_INDENT: 'use spaces',
  MULTIPLE_DOCS: 'leave out the line "---"',
};

function yamlProblem(file: string, text: string, counter: LineCounter, document: Document, { code, message, pos }: YAMLError): Problem {
  const { line } = counter.linePos(pos[0]);
  if (code === 'DUPLICATE_KEY') return { file, line, text: `the key "${keyAt(text, pos[0])}" stands here a second time; keep one of them` };
  const hint = HINTS[code];
  const said = code === 'MULTIPLE_DOCS' ? 'more than one document in a file' : message;
  const start = code === 'MISSING_CHAR' || code === 'BAD_INDENT' ? openedAt(document, pos[0]) : undefined;
  const opened = start === undefined ? line : counter.linePos(start).line;
  const place = opened === line ? '' : `; what is not closed begins on line ${opened}`;
  return { file, line, text: `not valid YAML: ${said}${hint === undefined ? '' : `; ${hint}`}${place}` };
}

/** Where the last list, mapping or text begins that has brackets or quotation marks and reaches as far as `end`. */
function openedAt(document: Document, end: number): number | undefined {
  let start: number | undefined;
  visit(document, (_, node) => {
    const isMarked = isScalar(node) ? node.type?.startsWith('QUOTE') === true : (isMap(node) || isSeq(node)) && node.flow === true;
    if (isMarked && isNode(node) && (node.range?.[2] ?? 0) >= end) start = startOf(node);
  });
  return start;
}

function keyAt(text: string, offset: number): string {
  return /^["']?(?<key>[^"':\s]+)/u.exec(text.slice(offset))?.groups?.['key'] ?? '';
}

// One slip makes the parser stumble several times over the same line; the first says it best.
function onePerLine(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem, index) => problems.findIndex(({ line }) => line === problem.line) === index);
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const { start, value } = child(isAlias(node) ? node.resolve(document) : node, step);
    if (start === undefined) break;
    offset = start;
    node = value;
  }
  return offset;
}

function child(node: unknown, step: PropertyKey): { readonly start?: number | undefined; readonly value?: unknown } {
  if (isSeq(node)) return { start: startOf(node.items[Number(step)]), value: node.items[Number(step)] };
  if (!isMap(node)) return {};
  // Of a key that stands twice, the last is the one whose value was read.
  const pair = node.items.findLast((item: Pair) => isScalar(item.key) && String(item.key.value) === String(step));
  return { start: startOf(pair?.key), value: pair?.value };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
