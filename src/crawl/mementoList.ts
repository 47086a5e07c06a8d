/** A web archive's list of captures, in the forms that there are: CDX as JSON or text, and Memento's TimeMaps (RFC 7089). */
import { instantOfTimestamp, rawForm, type Memento, type WebArchive } from './webArchive.ts';

export interface MementoList {
  readonly mementos: readonly Memento[];
  /** What the list says of itself that can't be read, in a clause; what could be read before it is there. */
  readonly broken?: string;
}

/** @returns undefined where the text is no list of captures at all */
export function parseMementoList(text: string, archive: WebArchive): MementoList | undefined {
  const list = text.trim();
  if (list === '' || list === '[]') return { mementos: [] };
  if (list.startsWith('<') && /rel\s*=/u.test(list.slice(0, 2000)) && !/^<(?:!doctype|html|\?xml)/iu.test(list)) return linkFormat(list);
  const map = list.startsWith('{') ? jsonMap(list) : undefined;
  return map ?? cdxLines(inLines(list), archive);
}

/** Rows that stand in one line, each in its own. */
function inLines(list: string): string {
  if (!list.startsWith('[')) return list;
  try {
    const rows = JSON.parse(list) as unknown;
    return Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)).join('\n') : list;
  } catch {
    return list; // One that breaks off is read as far as it goes.
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Rows one a line: arrays under a row of names, objects, or CDXJ, `surt timestamp {…}`. */
function cdxLines(list: string, archive: WebArchive): MementoList | undefined {
  const mementos: Memento[] = [];
  let [names, bad] = [[] as readonly string[], 0];
  for (const line of list
    .split(/\r?\n/u)
    .map((each) => each.trim())
    .filter((each) => !/^[[\]]?$/u.test(each))) {
    const value = rowIn(line);
    if (Array.isArray(value) && value.includes('timestamp')) names = value.map(String);
    else {
      const row = Array.isArray(value) ? Object.fromEntries(names.map((name, index) => [name, value[index] as unknown])) : value;
      const memento = row === undefined ? undefined : ofRow(row, archive);
      if (memento === undefined) bad += 1;
      else mementos.push(memento);
    }
  }
  if (mementos.length === 0 && names.length === 0) return undefined;
  const isCut = list.startsWith('[') && !list.endsWith(']');
  if (bad === 0 && !isCut) return { mementos };
  return { mementos, broken: isCut ? 'it breaks off before its end' : `${bad} of its lines can't be read` };
}

/** CDX as text, with its key before it or without. */
const PLAIN = /^(\S+ )?(\d{14}) (https?:\S+) (\S+) (\d{3}|-) (\S+)/u;

// Wayback writes `[[…],` on the first line, `[…],` on the others, and `[…]]` on the last.
function rowIn(line: string): unknown[] | Row | undefined {
  const [, timestamp, cdxj] = /^\S+ (\d{14,17}) (\{.*\})$/u.exec(line) ?? [];
  const [, , when = '', original, mimetype, statuscode, digest] = PLAIN.exec(line) ?? [];
  if (original !== undefined) return { timestamp: when, original, mimetype, statuscode, digest };
  const text = cdxj ?? line.replace(/,$/u, '').replace(/^\[\[/u, '[').replace(/\]\]$/u, ']');
  try {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return value as unknown[];
    return typeof value === 'object' && value !== null ? { timestamp, ...value } : undefined;
  } catch {
    return undefined; // It is counted as a line that can't be read.
  }
}

function ofRow(row: Row, archive: WebArchive): Memento | undefined {
  const [timestamp, url] = [String(row['timestamp'] ?? ''), row['original'] ?? row['url']];
  const at = instantOfTimestamp(timestamp);
  if (at === undefined || typeof url !== 'string' || !isWebAddress(url)) return undefined;
  const [status, mime, digest] = [row['statuscode'] ?? row['status'], row['mimetype'] ?? row['mime'], row['digest']];
  return {
    url: new URL(url).href,
    at,
    raw: archive.rawOf(timestamp, url),
    ...(/^\d{3}$/u.test(String(status)) ? { status: Number(status) } : {}),
    ...(typeof mime === 'string' && /^[\w.+-]+\/[\w.+-]+/u.test(mime) ? { mime: mime.toLowerCase() } : {}),
    ...(typeof digest === 'string' && digest.length > 8 ? { digest } : {}),
  };
}

const LINK = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)\s*(?:,|$)/gu;

function linkFormat(list: string): MementoList {
  const links = [...list.matchAll(LINK)].map(([whole, target = '', rest = '']) => ({ whole, target, facts: factsIn(rest) }));
  const original = links.find(({ facts }) => relsIn(facts).includes('original'))?.target ?? '';
  const wanted = links.filter(({ facts }) => relsIn(facts).includes('memento'));
  const mementos = wanted.flatMap(({ target, facts }) => ofLink(target, facts.get('datetime'), original));
  const broken = problemOf(list, links.map(({ whole }) => whole).join(''), mementos.length < wanted.length) ?? continued(links);
  return broken === undefined ? { mementos } : { mementos, broken };
}

/** What of the text is no link shows that it was cut, or is no link format. */
function problemOf(list: string, read: string, hasBad: boolean): string | undefined {
  const bare = (text: string): string => text.replace(/[\s,]+/gu, '');
  return hasBad || bare(list) !== bare(read) ? 'a part of it can’t be read; it may break off before its end' : undefined;
}

/** A long list goes on in TimeMaps of other stretches of time (RFC 7089, 5.1), which are not followed. */
function continued(links: readonly { readonly target: string; readonly facts: ReadonlyMap<string, string> }[]): string | undefined {
  const next = links.find(({ facts }) => relsIn(facts).includes('timemap') && !relsIn(facts).includes('self') && facts.has('from'));
  return next === undefined ? undefined : `it goes on in ${next.target}, which is to be named with --from`;
}

function factsIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))/gu);
  return new Map([...found].map(([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? '']));
}

function relsIn(facts: ReadonlyMap<string, string>): string[] {
  return (facts.get('rel') ?? '').toLowerCase().split(/\s+/u);
}

function ofLink(target: string, datetime: string | undefined, original: string): Memento[] {
  const at = Date.parse(datetime ?? '');
  if (Number.isNaN(at) || !isWebAddress(target) || !isWebAddress(original)) return [];
  return [{ url: new URL(original).href, at: new Date(at).toISOString(), raw: rawForm(target) }];
}

/** A TimeMap as JSON: `{"original_uri", "mementos": {"list": [{"datetime", "uri"}]}}`; undefined where it is no such thing. */
function jsonMap(list: string): MementoList | undefined {
  try {
    const map = JSON.parse(list) as { readonly original_uri?: unknown; readonly mementos?: { readonly list?: unknown } };
    if (!Array.isArray(map.mementos?.list) || typeof map.original_uri !== 'string') return undefined;
    const { original_uri: original } = map;
    const entries = map.mementos.list as readonly { readonly datetime?: unknown; readonly uri?: unknown }[];
    return { mementos: entries.flatMap(({ datetime, uri }) => ofLink(String([uri].flat()[0]), String(datetime), original)) };
  } catch {
    return undefined; // Lines of objects are no JSON as a whole.
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}
