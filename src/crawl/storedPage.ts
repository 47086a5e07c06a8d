/** A page out of the archive's WARC files, as it once came from the network. */
import type { Archive } from '../archive/archive.ts';
import { originalOf, rawRecord } from '../archive/rawPages.ts';
import type { Exchange, Page } from '../article/page.ts';
import type { RawRecord } from '../article/raw.ts';
import type { ArticleRecord } from '../article/record.ts';
import { exchangeOf, repeatedExchange } from '../warc/exchangeOf.ts';
import { codingsOf, undoContentEncoding } from './unpack.ts';

/** The most that a stored page may unpack to; what was taken from the network is smaller. */
const MOST_BYTES = 256_000_000;

/**
 * The page behind a record of a visit; undefined where it is a revisit of a page that this archive doesn't hold.
 * @param status what the visit was answered with: a capture may name a record of the same bytes that came with another
 * @throws DamageError
 */
export async function storedPage(archive: Archive, article: ArticleRecord, raw: RawRecord, status?: number): Promise<Page | undefined> {
  const original = originalOf(article, raw);
  if (original === undefined) return undefined;
  const held = await rawRecord(archive.storage, original);
  const exchange = original === raw ? exchangeOf(held) : repeatedExchange(await rawRecord(archive.storage, raw), held);
  return await pageOf({ ...exchange, url: raw.url, at: raw.at, ...(status === undefined ? {} : { status }) });
}

/** An exchange with its body unpacked. */
export async function pageOf(exchange: Exchange): Promise<Page> {
  const encoding = isPlain(exchange.bytes) ? '' : codingsOf(exchange);
  const { body, truncated } = await undoContentEncoding(exchange.bytes, encoding, MOST_BYTES);
  const why = exchange.brokenOff === undefined ? truncated : `the body was broken off when it was captured (${exchange.brokenOff})`;
  return { ...exchange, requested: exchange.url, redirects: [], body, ...(why === undefined ? {} : { truncated: why }) };
}

/** Whether bytes are a page as they stand: programs that drive a browser keep what it unpacked, and the header that says otherwise. */
function isPlain(bytes: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml|!--)/iu.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
}
