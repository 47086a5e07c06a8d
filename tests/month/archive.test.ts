import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { Archive } from '../../src/archive/archive.ts';
import type { Exchange, Page } from '../../src/article/page.ts';
import { loadSites } from '../../src/config/sites.ts';
import { sightingOf } from '../../src/crawl/keep.ts';
import { Ledger } from '../../src/crawl/ledger.ts';
import { instantOf, minuteOf } from '../../src/demo/month/calendar.ts';
import { monthScript, type MonthArticle, type MonthScript } from '../../src/demo/month/script.ts';
import { OUTLETS } from '../../src/demo/month/sites.ts';
import { absencesOf, statesOf } from '../../src/demo/month/truth.ts';
import { ask } from '../demo/ask.ts';
import { firstPath, monthForTest } from '../demo/monthSupport.ts';
import { recordsOf } from './records.ts';
import { scoreOf } from './score.ts';

const WHOLE = monthScript({ seed: 11, articles: 60, days: 2 });

/** The articles to which something happens, and a few others. */
const SCRIPT: MonthScript = { ...WHOLE, articles: WHOLE.articles.filter(({ events }, index) => events.length > 0 || index % 20 === 0) };

test('whoever looks at all that happens, amid all troubles, has every state, every deletion and no false revision in the archive', async () => {
  const archive = await archiveForTest();
  const month = await monthForTest(SCRIPT);
  const sites = await loadSites(fileURLToPath(new URL('../../config/sites', import.meta.url)));
  const options = { sites, isPartialWelcome: false, ledger: new Ledger(archive, sites) };
  for (const { minute, article } of visits()) {
    month.setMinute(minute);
    const page = await pageAt(`http://${OUTLETS[article.outlet].host}:${month.port}${firstPath(article)}`, minute);
    if (page === undefined) continue;
    const sighting = await sightingOf(page, options);
    await archive.record(sighting);
    await options.ledger.learn(sighting.ref, sighting.capture, sighting.content === undefined ? [] : [sighting.capture.url]);
  }
  const score = scoreOf({
    script: SCRIPT,
    records: await recordsOf(archive),
    requests: month.requests,
    runEveryMinutes: 5,
    delaySeconds: 0,
  });
  assert.deepEqual([score.falseRevisions, score.states.missed, score.deletions.missed], [[], [], []]);
  assert.deepEqual([score.deletions.found, score.returns.found], [4, 1]);
  expect(score.states.found).toBeGreaterThan(score.states.all * 0.9);
});

/** A minute after everything that happens, again when a trouble of that hour would be over, and every five hours. */
function visits(): { minute: number; article: MonthArticle }[] {
  const all = SCRIPT.articles.flatMap((article) => {
    const begins = [...statesOf(SCRIPT, article), ...absencesOf(SCRIPT, article)].flatMap(({ from }) => [
      minuteOf(from) + 1,
      minuteOf(from) + 130,
    ]);
    const others = Array.from({ length: 9 }, (_, index) => article.publishedMinute + 301 * (index + 1));
    return [...begins, ...others].map((minute) => ({ minute, article }));
  });
  return all.filter(({ minute }) => minute < SCRIPT.days * 1440).toSorted((a, b) => a.minute - b.minute);
}

async function archiveForTest(): Promise<Archive> {
  const folder = await mkdtemp(join(tmpdir(), 'baoluu-month-'));
  const archive = await Archive.open(folder, { create: true });
  onTestFinished(async () => {
    await archive.close();
    await rm(folder, { recursive: true });
  });
  return archive;
}

/** The page as a fetch would give it, at the script's time; undefined where nothing answered. */
async function pageAt(requested: string, minute: number): Promise<Page | undefined> {
  const redirects: Exchange[] = [];
  for (let url = requested; ;) {
    const exchange = await exchangeAt(url, minute);
    if (exchange === undefined) return undefined;
    const location = exchange.headers.find(([name]) => name === 'location')?.[1];
    if (location === undefined) return { ...exchange, requested, redirects, body: exchange.bytes };
    redirects.push(exchange);
    url = new URL(location, url).href;
  }
}

async function exchangeAt(url: string, minute: number): Promise<Exchange | undefined> {
  const reply = await ask(url).catch(() => undefined);
  if (reply === undefined) return undefined;
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, String(value)] as const);
  const at = new Date(instantOf(minute)).toISOString();
  const requestHead = `GET ${new URL(url).pathname} HTTP/1.1\r\n\r\n`;
  return { url, at, requestHead, httpVersion: '1.1', status: reply.status, statusText: '', headers, bytes: reply.bytes };
}
