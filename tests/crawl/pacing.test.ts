import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fetchPages } from '../../src/crawl/fetch.ts';
import { fetchAll, html, options, origin, redirect, visit, type Asked, type Origin } from './origin.ts';

const DELAY_MS = 150;

/** By the origin's own clock: from the end of one request to the beginning of the next, shortest first. */
function gaps(asked: readonly Asked[]): number[] {
  return asked
    .slice(1)
    .map(({ began }, index) => began - (asked[index]?.ended ?? 0))
    .toSorted((a, b) => a - b);
}

/** Names that all lead to the loopback server: hosts of their own to the crawler. */
function named({ port }: Origin): {
  resolve: { host: string; port: number; address: string }[];
  at: (host: string, path?: string) => string;
} {
  return { resolve: [{ host: '*', port, address: '127.0.0.1' }], at: (host, path = '/') => `http://${host}:${port}${path}` };
}

test('a newsroom’s own clock never sees two requests closer than the delay', async () => {
  const { url, asked } = await origin(html);
  await fetchAll(Array.from({ length: 5 }, (_, index) => visit(`${url}/${index}`, { delayMs: DELAY_MS })));
  expect(asked).toHaveLength(5);
  expect(gaps(asked)[0]).toBeGreaterThanOrEqual(DELAY_MS);
});

test('the steps of a redirect keep the gap too', async () => {
  const { url, asked } = await origin({ '/a': redirect('/b'), '/b': redirect('/c'), '/c': html, '/d': html });
  await fetchAll([visit(`${url}/a`, { delayMs: DELAY_MS }), visit(`${url}/d`, { delayMs: DELAY_MS })]);
  expect(asked.map(({ path }) => path)).toEqual(['/a', '/b', '/c', '/d']);
  expect(gaps(asked)[0]).toBeGreaterThanOrEqual(DELAY_MS);
});

test('a redirect to another host waits for that host’s gap', async () => {
  const server = await origin({ '/x': redirect('/'), '/': html, '/1': html, '/2': html });
  const { resolve, at } = named(server);
  server.asked.length = 0;
  const moved = await origin({ '/m': redirect(at('b.test', '/')) });
  const visits = ['/1', '/2'].map((path) => visit(at('b.test', path), { delayMs: DELAY_MS }));
  await fetchAll([...visits, visit(`${moved.url}/m`)], { resolve });
  expect(server.asked).toHaveLength(3);
  expect(gaps(server.asked)[0]).toBeGreaterThanOrEqual(DELAY_MS);
});

test('a page that fails counts as a request', async () => {
  const { url, asked } = await origin((_request, response) => void response.destroy());
  await fetchAll([visit(`${url}/a`, { delayMs: DELAY_MS }), visit(`${url}/b`, { delayMs: DELAY_MS })]);
  expect((asked[1]?.began ?? 0) - (asked[0]?.began ?? 0)).toBeGreaterThanOrEqual(DELAY_MS);
});

test('two ports of one name are one host', async () => {
  const [one, two] = [await origin(html), await origin(html)];
  await fetchAll([visit(one.url, { delayMs: DELAY_MS }), visit(two.url, { delayMs: DELAY_MS })]);
  expect((two.asked[0]?.began ?? 0) - (one.asked[0]?.ended ?? 0)).toBeGreaterThanOrEqual(DELAY_MS);
});

test('two hosts are asked at the same time, each once at a time', async () => {
  // Neither is answered before both have asked: one after the other would never end.
  const waiting: (() => void)[] = [];
  const server = await origin((request, response) => {
    waiting.push(() => html(request, response));
    if (waiting.length === 2) for (const answer of waiting.splice(0)) answer();
  });
  const { resolve, at } = named(server);
  const pages = await fetchAll(
    ['a.test', 'a.test', 'b.test', 'b.test'].map((host) => visit(at(host))),
    { resolve },
  );
  expect(pages.every((fetched) => 'page' in fetched)).toBe(true);
  expect(server.asked.map(({ host }) => host.split('.')[0]).toSorted()).toEqual(['a', 'a', 'b', 'b']);
});

test('a host that waits for its gap keeps no other waiting, even where one visit may be under way', async () => {
  const server = await origin(html);
  const { resolve, at } = named(server);
  const slow = ['/1', '/2'].map((path) => visit(at('slow.test', path), { delayMs: 1000 }));
  const quick = ['/3', '/4', '/5'].map((path) => visit(at('quick.test', path)));
  await fetchAll([...slow, ...quick], { resolve, concurrency: 1 });
  expect(server.asked.map(({ path }) => path).slice(0, 2)).toEqual(['/1', '/3']);
  expect(server.asked).toHaveLength(5);
});

test('a page is recorded before its host is asked again', async () => {
  const { url, asked } = await origin(html);
  const story: string[] = [];
  await fetchPages([visit(`${url}/a`), visit(`${url}/b`)], options(), async (_visit, _fetched, index) => {
    story.push(`recording ${index}, asked ${asked.length}`);
    await sleep(50);
    story.push(`recorded ${index}, asked ${asked.length}`);
  });
  expect(story).toEqual(['recording 0, asked 1', 'recorded 0, asked 1', 'recording 1, asked 2', 'recorded 1, asked 2']);
});
