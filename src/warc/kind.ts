/** What a file is that holds no WARC record, told by its first bytes. */
import { inflatedStart, isMember } from './search.ts';
import type { ByteSource } from './source.ts';

const KINDS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/^$/u, 'the file is empty'],
  [/^filedesc:\/\//u, 'this is an ARC file, the format before WARC, which is not read'],
  [/^PK[\x01-\x08]/u, 'this is a ZIP file; if it is a WACZ, its WARC files are inside, under archive/'],
  [/^ CDX |^!meta|^\S+ \d{14,17} (?:\{|\S+ )/u, 'this is a CDX index: it tells where records are, and holds none'],
  [/^\s*<(?:\?xml|!doctype|html|rss|urlset|feed)/iu, 'this is XML or HTML, and no WARC file'],
  [/^\s*[{[]/u, 'this is JSON, and no WARC file'],
];

/** Whether a file is of another kind for certain: WARCs that lie stored in a ZIP are not found by chance. */
export async function isOtherArchive(source: ByteSource): Promise<boolean> {
  return /^(?:PK[\x01-\x08]|filedesc:\/\/)/u.test(await firstText(source));
}

/** Whether a file's first bytes, inflated where need be, are those of a record or the start of one. */
export async function beginsAsWarc(source: ByteSource): Promise<boolean> {
  const start = await firstText(source);
  return start !== '' && 'WARC/'.startsWith(start.slice(0, 5));
}

/** In a clause, why a file without a record is no WARC file. */
export async function whyNotWarc(source: ByteSource): Promise<string> {
  const text = await firstText(source);
  const name = source.size > 0 && text === '' ? undefined : KINDS.find(([sign]) => sign.test(text))?.[1];
  if (name !== undefined) return name;
  return (await isMember(source, 0))
    ? 'this is a gzip file that holds no WARC record'
    : 'this is no WARC file: no record begins anywhere in it';
}

async function firstText(source: ByteSource): Promise<string> {
  const start = (await isMember(source, 0)) ? await inflatedStart(source, 0, 200) : await source.read(0, 200);
  return Buffer.from(start).toString('latin1', 0, 200);
}
