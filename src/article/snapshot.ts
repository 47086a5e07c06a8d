/**
 * The snapshot file: one state of an article's content as a text file that a person can read and check.
 *
 *     URL
 *     -----------------
 *     title
 *     -----------------
 *     paragraphs, apart by one empty line
 *     -----------------
 *     date: 2017-03-21T18:45:00+07:00
 *     caption: one line a caption
 *
 * UTF-8, NFC, `\n`. The digest covers the bytes from the title on, so that `tail -n +3 FILE | sha256sum` gives it.
 */
import { createHash } from 'node:crypto';
import { normaliseContent, type Content } from './content.ts';
import { BaoluuError } from './errors.ts';

/** SHA-256 of a snapshot's text from its title on, in hex. */
export type Digest = `sha256:${string}`;

/** `NNN_<first 16 hex digits of the digest>.txt`, NNN counted from 000 within the article. */
export type SnapshotName = `${string}.txt`;

/** A snapshot's text that does not follow the format. */
export class SnapshotFormatError extends BaoluuError {}

const SEPARATOR = '-'.repeat(17);
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/u;
const NAME = /^(\d{3,})_([0-9a-f]{16})\.txt$/u;

/** The file's text. `parseSnapshot` gives back the same URL and the content in normal form. */
export function writeSnapshot(url: string, content: Content): string {
  return layOut(url, normaliseContent(content));
}

/** The digest of a content, the same on every machine and for every URL. */
export function digestOf(content: Content): Digest {
  return digestOfText(digestedText(normaliseContent(content)));
}

/** The file's text for a content as it is, which must be in normal form; for checking what an older version has written. */
export function layOut(url: string, content: Content): string {
  return `${oneLine(url)}\n${SEPARATOR}\n${digestedText(content)}`;
}

/** The digest of a snapshot file's bytes: what follows the second line feed. */
export function digestOfFile(bytes: Uint8Array): Digest {
  const afterUrl = bytes.indexOf(0x0a) + 1;
  const title = bytes.indexOf(0x0a, afterUrl) + 1;
  return digestOfText(bytes.subarray(title));
}

export function snapshotName(number: number, digest: Digest): SnapshotName {
  return `${String(number).padStart(3, '0')}_${digest.slice('sha256:'.length, 'sha256:'.length + 16)}.txt`;
}

/** The number and the 16 digits that a file name states, or undefined where it is no snapshot's name. */
export function parseSnapshotName(name: string): { readonly number: number; readonly hex: string } | undefined {
  const [, number, hex] = NAME.exec(name) ?? [];
  return number === undefined || hex === undefined ? undefined : { number: Number(number), hex };
}

/** Whether a text is laid out as a snapshot: its second line is a separator. */
export function looksLikeSnapshot(text: string): boolean {
  return text.split('\n', 2)[1] === SEPARATOR;
}

/**
 * Reads a snapshot file's text.
 * @throws SnapshotFormatError that names the line
 */
export function parseSnapshot(text: string): { readonly url: string; readonly content: Content } {
  const [head, title, body, tail, ...rest] = sections(text);
  if (head?.length !== 1 || title?.length !== 1 || body === undefined || tail === undefined || rest.length > 0)
    throw new SnapshotFormatError(
      'This text is not a snapshot: expected URL, title, body and the lines of date and captions, ' +
        'each followed by a line of seventeen hyphens.',
    );
  oneLine(head[0] ?? '');
  const first = tailLine(tail[0] ?? '');
  if (first.kind === 'date' && !DATE.test(first.text))
    throw new SnapshotFormatError(
      `This text is not a snapshot: its date is "${first.text.slice(0, 60)}", where 2017-03-21 or 2017-03-21T18:45:00+07:00 may stand.`,
    );
  const date = first.kind === 'date' ? { date: first.text } : {};
  const captions = tail.slice('date' in date ? 1 : 0).map((line) => captionLine(line));
  return {
    url: head[0] ?? '',
    content: { title: unescape(title[0] ?? ''), ...date, body: body.filter((line) => line !== '').map(unescape), captions },
  };
}

function digestedText({ title, date, body, captions }: Content): string {
  const paragraphs = body.map(escape).join('\n\n');
  const lines = [
    escape(title),
    SEPARATOR,
    ...(paragraphs === '' ? [] : [paragraphs]),
    SEPARATOR,
    ...(date === undefined ? [] : [`date: ${date}`]),
    ...captions.map((caption) => `caption: ${caption}`),
  ];
  return `${lines.join('\n')}\n`;
}

function digestOfText(text: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function sections(text: string): string[][] {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  const found: string[][] = [[]];
  for (const line of lines) {
    if (line === SEPARATOR) found.push([]);
    else found.at(-1)?.push(line);
  }
  return found;
}

function tailLine(line: string): { readonly kind: 'date' | 'caption' | 'other'; readonly text: string } {
  if (line.startsWith('date: ')) return { kind: 'date', text: line.slice('date: '.length) };
  if (line.startsWith('caption: ')) return { kind: 'caption', text: line.slice('caption: '.length) };
  return { kind: 'other', text: line };
}

function captionLine(line: string): string {
  const { kind, text } = tailLine(line);
  if (kind === 'caption') return text;
  throw new SnapshotFormatError(
    `This text is not a snapshot: after the third separator stands "${line.slice(0, 60)}", ` +
      'where only one "date: " line and then "caption: " lines may stand.',
  );
}

// A paragraph that is itself seventeen hyphens would end its section: it gets a backslash, and so does one
// that already has backslashes before seventeen hyphens, which makes taking one away the exact inverse.
const ESCAPED = /^\\*-{17}$/u;

function escape(line: string): string {
  return ESCAPED.test(line) ? `\\${line}` : line;
}

function unescape(line: string): string {
  return line.startsWith('\\') && ESCAPED.test(line) ? line.slice(1) : line;
}

function oneLine(url: string): string {
  // Neither a line end nor anything that steers a terminal.
  if (/\p{Cc}/u.test(url))
    throw new SnapshotFormatError(`A URL must be one line of visible characters, but this is ${JSON.stringify(url)}`);
  return url;
}
