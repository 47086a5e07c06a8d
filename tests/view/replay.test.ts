/** What baoluu exports is what a reader sees again: in Chromium, by ReplayWeb.page's own scripts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { threeDays } from '../../src/demo/script.ts';
import { newDesk } from '../cli/support.ts';
import { timestampOf } from '../../src/warc/cdxj.ts';
import { checkWacz, membersOf } from '../warc/checkWacz.ts';
import { openBrowser, serveReplay, whyNoBrowser } from './browser.ts';

const PATIENCE_MS = 30_000;

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** A page without the noise that the demo's pages carry, as real ones do: the same wording is the same bytes. */
function quietPage(wind: string): string {
  const sentence = `<p>Gió trên sông ${wind}, bến phà hai bờ báo cho người dân biết giờ chạy trong ngày.</p>`;
  const head = '<h1>Phà Én hôm nay</h1><time datetime="2026-10-05T07:00:00+07:00">5/10</time>';
  return `<html lang="vi"><head><title>Phà Én</title></head><body><article>${head}${sentence.repeat(6)}</article></body></html>`;
}

const WINDS = ['lên cấp 6', 'giảm còn cấp 4', 'lên cấp 6'];

/** The demo's three days, and a page that came on the third with the bytes of the first. */
async function exported(): Promise<string> {
  const desk = await newDesk();
  for (const [index, date] of threeDays.dates.entries()) {
    desk.newsroom.setDay(index + 1);
    const quiet = desk.serve('quiet.example', '/tin/pha-en.html', { headers: HTML, body: quietPage(WINDS[index] ?? '') });
    await desk.archive([...desk.newsroom.urls(), quiet], { now: `${date}T05:00:00.000Z` });
  }
  expect((await desk.run(['export', 'all.wacz', '--format', 'wacz'])).status).toBe(0);
  return join(desk.cwd, 'all.wacz');
}

/** The addresses and instants of the pages whose address holds a text. */
async function listed(file: string, part: string): Promise<{ url: string; ts: string }[]> {
  const list = (await membersOf(file)).find(({ path }) => path === 'pages/pages.jsonl');
  const pages = String(list?.bytes).split('\n').slice(1, -1);
  return pages.map((line) => JSON.parse(line) as { url: string; ts: string }).filter(({ url }) => url.includes(part));
}

async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'baoluu-chromium-'));
  onTestFinished(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const browser = await openBrowser(profile);
  onTestFinished(() => browser.close());
  return browser;
}

/** How often a page is loaded: on a busy machine its service worker may come too late for the first time, and the frame stays empty. */
const MOST_LOADS = 3;

/** The text of the replayed page, once it holds what is looked for; what there was of it where it never does. */
async function replayed(page: Page, origin: string, { url, ts, wanted }: { url: string; ts: string; wanted: string }): Promise<string> {
  let text = '';
  for (let loads = 0; loads < MOST_LOADS && text === ''; loads += 1) {
    await page.goto(`${origin}/?${new URLSearchParams({ url, ts }).toString()}`, { timeout: PATIENCE_MS });
    text = await shown(page, ts, wanted);
  }
  return text;
}

async function shown(page: Page, ts: string, wanted: string): Promise<string> {
  let text = '';
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !text.includes(wanted);) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Of frames that come and go while the page is put together, some are gone when they are asked.
    const frame = page.frames().find((each) => each.url().includes(`/${ts}mp_/`));
    text = String((await frame?.evaluate('document.body.innerText').catch(() => '')) ?? '');
  }
  return text;
}

const CASES: readonly { readonly part: string; readonly wordings: readonly (readonly string[])[] }[] = [
  {
    part: '9900102',
    wordings: [
      ['Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 10', '120 chiếc ghe gỗ đến hết tháng 10.'],
      ['Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 12', '120 chiếc ghe gỗ đến hết tháng 12.'],
      ['Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 10', '120 chiếc ghe gỗ đến hết tháng 10.'],
    ],
  },
  {
    part: '9900201',
    wordings: [
      ['Giá cà phê Hà Sơn tăng 1,2 triệu đồng/tấn sau một đêm', 'cà phê nhân xô tăng 1,2 triệu đồng/tấn'],
      ['Giá cà phê Hà Sơn tăng 1,5 triệu đồng/tấn sau một đêm', 'cà phê nhân xô tăng 1,5 triệu đồng/tấn'],
    ],
  },
  {
    // The third one is a revisit: who didn't follow its reference would show the second.
    part: 'quiet.example',
    wordings: WINDS.map((wind) => ['Phà Én hôm nay', `Gió trên sông ${wind}`]),
  },
];

describe('an exported WACZ', () => {
  if (whyNoBrowser !== undefined) console.log(`The replay in a browser is skipped: ${whyNoBrowser}.`);

  test('shows each revision as it stood there, and the page that came unchanged', async ({ skip }) => {
    skip(whyNoBrowser !== undefined, whyNoBrowser);
    const file = await exported();
    expect(await checkWacz(file)).toEqual([]);
    const index = String((await membersOf(file)).find(({ path }) => path === 'indexes/index.cdx')?.bytes);
    expect(index).toMatch(/pha-en\.html 20261007050000 \{.*"mime":"warc\/revisit"/u);
    const [server, browser] = [await serveReplay(file), await startBrowser()];
    onTestFinished(() => server.close());
    const page = await browser.newPage();
    for (const { part, wordings } of CASES) {
      const pages = await listed(file, part);
      expect(pages).toHaveLength(wordings.length);
      for (const [at, [title = '', sentence = '']] of wordings.entries()) {
        const { url = '', ts = '' } = pages[at] ?? {};
        const text = await replayed(page, server.origin, { url, ts: timestampOf(ts), wanted: sentence });
        expect(text).toContain(title);
        expect(text).toContain(sentence);
      }
    }
  });
});
