/** History out of a web archive: its captures of a page, each fetched as it came, become captures here with their own times. */
import type { Archive } from '../archive/archive.ts';
import type { Recorded, Sighting } from '../archive/recorded.ts';
import { DamageError } from '../archive/errors.ts';
import { normaliseUrl, siteOf } from '../article/identity.ts';
import { headerOf, type Page } from '../article/page.ts';
import { rawRecordsOf } from '../article/raw.ts';
import type { Means as FetchMeans } from './archiveUrls.ts';
import { visitOf } from './visitOf.ts';
import type { Fetched } from './fetch.ts';
import { seenOn, type KeepOptions } from './keep.ts';
import { Ledger } from './ledger.ts';
import { parseMementoList } from './mementoList.ts';
import { fetchPatiently } from './patience.ts';
import { isRewritten } from './rewritten.ts';
import type { Memento, WebArchive } from './webArchive.ts';

export interface BackfillMeans extends FetchMeans {
  readonly from: WebArchive;
  /** Every capture, also those whose bytes are the same as those before them. */
  readonly isEvery: boolean;
}

/** Why a capture of the list was not asked for. */
export type Skipped = 'known before' | 'with the same bytes as the one before' | 'redirected' | 'no page of text' | 'on another host';

export type Backfilled =
  | { readonly memento: Memento; readonly sighting: Sighting; readonly recorded: Recorded }
  | { readonly memento: Memento; readonly skipped: Skipped }
  | { readonly memento: Memento; readonly failure: string }
  | { readonly memento: Memento; readonly damage: DamageError }
  | { readonly address: string; readonly listed: number }
  | { readonly address: string; readonly failure: string };

/**
 * Takes in what a web archive has of these addresses. What was told is on the disk, and is not asked for again.
 * @throws NotNowError where the archive wants to be left alone; what the disk or the lock would not do
 */
export async function backfill(addresses: readonly URL[], means: BackfillMeans, tell: (came: Backfilled) => void): Promise<void> {
  const { archive, sites, isPartialWelcome } = means;
  const options = { sites, isPartialWelcome, ledger: new Ledger(archive, sites) };
  const listed = await listedFor(addresses, means, tell);
  const found: Memento[] = [];
  for (const mementos of listed) found.push(...(await chosen(mementos, means, options, tell)));
  const wanted = distinct(found, means);
  const visits = wanted.map(({ raw }) => visitOf(new URL(raw), means));
  await fetchPatiently(visits, means.fetch, async (fetched, index) => {
    const memento = wanted[index];
    if (memento !== undefined) tell(await taken(memento, fetched, archive, options));
  });
}

/** In time order; web archives list the addresses with http: and with https: as one, and so twice. */
function distinct(mementos: readonly Memento[], { sites }: BackfillMeans): Memento[] {
  const byPage = new Map(mementos.map((each) => [`${each.at} ${normaliseUrl(new URL(each.url), siteOf(new URL(each.url), sites))}`, each]));
  return [...byPage.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

/** The lists, one for each address, each in time order. */
async function listedFor(addresses: readonly URL[], means: BackfillMeans, tell: (came: Backfilled) => void): Promise<Memento[][]> {
  const { from } = means;
  const lists: Memento[][] = [];
  const visits = addresses.map((url) => visitOf(from.listOf(url.href), means));
  await fetchPatiently(visits, means.fetch, async (fetched, index) => {
    const address = addresses[index]?.href ?? '';
    const list = listIn(fetched, from);
    if (list.failure !== undefined) tell({ address, failure: list.failure });
    if (list.mementos === undefined) return;
    tell({ address, listed: list.mementos.length });
    lists.push(list.mementos.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))));
  });
  return lists;
}

interface Listed {
  readonly mementos?: readonly Memento[];
  readonly failure?: string;
}

function listIn(fetched: Fetched, from: WebArchive): Listed {
  if ('failure' in fetched) return { failure: fetched.failure.message };
  const { page } = fetched;
  // Memento says "unknown" with 404; so does a CDX server that has nothing.
  if (page.status === 404) return { mementos: [] };
  if (page.status !== 200)
    return { failure: `${page.url} answered ${page.status} instead of a list of captures. Try again later, or name another --from.` };
  const list = parseMementoList(Buffer.from(page.body).toString('utf8'), from);
  if (list === undefined)
    return { failure: `${page.url} gives no list of captures (CDX or TimeMap). Name the archive's CDX server or TimeMap with --from.` };
  const broken = page.truncated ?? list.broken;
  if (broken === undefined) return { mementos: list.mementos };
  return {
    mementos: list.mementos,
    failure: `The list ${page.url} is not whole: ${broken}. What could be read of it is taken; run the command again for the rest.`,
  };
}

const SAME = 'with the same bytes as the one before';

/** The captures that are worth asking for, of one address. */
async function chosen(
  mementos: readonly Memento[],
  means: BackfillMeans,
  options: KeepOptions,
  tell: (came: Backfilled) => void,
): Promise<Memento[]> {
  const wanted: Memento[] = [];
  let digest: string | undefined;
  for (const memento of mementos) {
    const isSame = memento.digest !== undefined && memento.digest === digest && !means.isEvery;
    const skipped =
      unfit(memento, means.from) ?? ((await isKnown(memento, means.archive, options)) ? 'known before' : isSame ? SAME : undefined);
    if (skipped === undefined) wanted.push(memento);
    else tell({ memento, skipped });
    // What was passed over because it is no page says nothing of the page before it.
    if (skipped === undefined || skipped === 'known before' || skipped === SAME) ({ digest } = memento);
  }
  return wanted;
}

function unfit({ raw, status = 200, mime = 'text/html' }: Memento, from: WebArchive): Skipped | undefined {
  if (!URL.canParse(raw) || new URL(raw).host !== from.host) return 'on another host';
  if (status >= 300 && status < 400) return 'redirected';
  return status < 300 && !/^(?:text\/html|application\/xhtml\+xml|warc\/revisit|unk)/u.test(mime) ? 'no page of text' : undefined;
}

/** Whether the archive has that capture: the same page within a second. */
async function isKnown({ url, at }: Memento, archive: Archive, { ledger, sites }: KeepOptions): Promise<boolean> {
  const page = new URL(url);
  const ref = await ledger.addresses.known(page);
  const article = ref === undefined ? undefined : await archive.article(ref);
  const address = normaliseUrl(page, siteOf(page, sites));
  const instant = Date.parse(at);
  return rawRecordsOf(article?.captures ?? []).some(
    (raw) =>
      Math.abs(Date.parse(raw.at) - instant) <= 1000 &&
      URL.canParse(raw.url) &&
      normaliseUrl(new URL(raw.url), siteOf(page, sites)) === address,
  );
}

async function taken(memento: Memento, fetched: Fetched, archive: Archive, options: KeepOptions): Promise<Backfilled> {
  if ('failure' in fetched) return { memento, failure: fetched.failure.message };
  const failure = notRaw(memento, fetched.page);
  if (failure !== undefined) return { memento, failure };
  try {
    const { url, at } = memento;
    const page: Page = { ...fetched.page, url, requested: url, at, redirects: [] };
    const seen = await seenOn(page, options);
    // All of them, so that a run which was broken off knows by its records what it has.
    const sighting: Sighting = { ...seen, evidence: { page: fetched.page, policy: 'all', memento: { url, at } } };
    const recorded = await archive.record(sighting);
    await options.ledger.learn(sighting.ref, sighting.capture, sighting.content === undefined ? [] : [sighting.capture.url]);
    return { memento, sighting, recorded };
  } catch (error) {
    // One torn article is its own trouble; a full disk or a lock is everybody's.
    if (error instanceof DamageError) return { memento, damage: error };
    throw error;
  }
}

/** Why a page is not the capture that was asked for, as it came; undefined where it is. */
function notRaw({ at, raw }: Memento, page: Page): string | undefined {
  const datetime = headerOf(page, 'memento-datetime');
  if (datetime === undefined)
    return `${raw} answered ${page.status} without Memento-Datetime: that is no capture, but the archive's own page.`;
  const instant = Date.parse(datetime);
  if (!(Math.abs(instant - Date.parse(at)) <= 1000)) return `${raw} gives the capture of ${datetime}, which is another one.`;
  if (isRewritten(page)) return `${raw} gives a page with the archive's toolbar or links, not the page as it came; nothing of it was kept.`;
  return undefined;
}

/** The addresses to ask for: of an article that is known all at which it was seen, else the one that was named. */
export async function addressesOf(url: URL, archive: Archive, options: Pick<KeepOptions, 'ledger'>): Promise<URL[]> {
  const ref = await options.ledger.addresses.known(url);
  const urls = ref === undefined ? [] : ((await archive.article(ref))?.urls ?? []);
  const all = [url.href, ...urls.map((known) => known.url)].filter((each) => /^https?:/iu.test(each));
  return [...new Set(all)].map((each) => new URL(each));
}
