/** Sitemaps and feeds that mean harm, or are merely enormous. */
import { expect, test } from 'vitest';
import { discovered, lines, url, urlset } from './discovering.ts';

test('entities that explode, entities that ask the network and entities of files stay what is written', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY lol${index} "${`&lol${index === 0 ? '' : index - 1};`.repeat(10)}">`,
  ).join('')}<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY % net SYSTEM "http://ke-gian.example/x.dtd"> %net;]>
    <urlset>${url(1, '<news:news><news:title>&lol8; &file; &amp;lt;</news:title></news:news>')}</urlset>`;
  expect(await lines(bomb)).toEqual(['1 &lol8; &file; &lt;']);
});

test('nesting without end, an attribute without end and a field without end do no harm', async () => {
  const deep = urlset(`<url>${'<a>'.repeat(500_000)}`, url(1));
  expect((await discovered(deep)).found.length).toBeLessThanOrEqual(1);
  const attribute = urlset(url(1), `<url a="${'x'.repeat(5_000_000)}`, url(2));
  expect((await discovered(attribute)).found[0]?.article.id).toBe('1');
  const field = urlset(url(1, `<news:news><news:title>${'Á'.repeat(5_000_000)}</news:title></news:news>`));
  expect((await discovered(field)).found[0]?.title).toHaveLength(4096);
});

test('a file of a million marks that are none is read in a moment', async () => {
  const started = performance.now();
  await discovered(urlset('<'.repeat(300_000), '&'.repeat(1_000_000), '<!'.repeat(100_000), url(1)));
  await discovered(`<rss>${'<item '.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(30_000);
});

test('of many entries the newest fifty thousand are kept, in whatever order they stand', async () => {
  const COUNT = 120_000;
  const dated = (index: number) => {
    const number = (index * 7919) % COUNT;
    return url(number, `<lastmod>${new Date(1_700_000_000_000 + number * 60_000).toISOString().slice(0, 19)}Z</lastmod>`);
  };
  const { found, trouble } = await discovered(urlset(...Array.from({ length: COUNT }, (_, index) => dated(index))));
  expect(found.map(({ article }) => article.id)).toEqual(Array.from({ length: 50_000 }, (_, index) => String(COUNT - 1 - index)));
  expect(trouble).toEqual(['the oldest 70000 left out: more than 50000 in one file']);
});

test('a million entries are read in little memory, and counted to the last', async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => `https://baosong.example/t-post${index}.html`).join('\n'));
  const before = process.memoryUsage().rss;
  const { found, trouble } = await discovered(bytes);
  // V8 gives room back late: what is used at the end is about the most that was.
  const after = process.memoryUsage().rss;
  expect([found.length, found[0]?.article.id, trouble]).toEqual([50_000, '0', ['the oldest 950000 left out: more than 50000 in one file']]);
  expect((after - before) / 1_048_576).toBeLessThan(200);
});
