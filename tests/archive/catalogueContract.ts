/** What every engine of the catalogue has to keep to. `catalogue.test.ts` runs it against SQLite. */
import { describe, expect, test } from 'vitest';
import { DAMAGED, type Catalogue, type Claim, type Discovery, type IndexedArticle } from '../../src/archive/catalogueContract.ts';
import { signatureOf } from '../../src/article/likeness.ts';
import { parseQuery } from '../../src/article/query.ts';
import type { SnapshotName } from '../../src/article/snapshot.ts';

/** An engine under test: a store of its own each time, which several connections and processes may open. */
export interface Engine {
  /** Makes an empty store. */
  newStore(): Promise<Store>;
}

export interface Store {
  open(): Promise<Catalogue>;
  /**
   * Starts a process of its own that opens the store and does one of `catalogueWorker.mjs`'s jobs. What it prints are lines.
   */
  start(job: string, ...words: readonly string[]): Worker;
}

export interface Worker {
  /** The next line that it prints. */
  line(): Promise<string>;
  /** All that it prints, once it has ended. */
  lines(): Promise<string[]>;
  kill(): Promise<void>;
}

const NOW = Date.parse('2026-03-07T05:00:00.000Z');
const AGO = { day: '2026-03-06T05:00:00.000Z', week: '2026-02-28T05:30:00.000Z' };
const HOUR_MS = 3_600_000;

export function article(site: string, id: string, title = 'Giá vàng tăng', first = '2026-03-07T04:00:00.000Z'): IndexedArticle {
  const file = '000_0123456789abcdef.txt' as SnapshotName;
  const text = { content: { title, body: ['Sáng nay ở phố Đường.'], captions: ['Ảnh: Hồng Khanh'] }, bytes: 100 };
  const url = `https://${site}.vn/a-${id}.html`;
  const entry = { site, id, title, state: 'read', revisions: 1, snapshots: 1, first, last: first, lastChange: first, url };
  return {
    entry: { ...entry, stamp: { modifiedMs: 1234.5, bytes: 900 } },
    snapshots: [{ file, first, last: first, text }],
    revisions: [{ first, snapshot: file }],
  };
}

function found(url: string, priority: number, foundAt = NOW): Discovery {
  return { url, ref: { site: 'baosong', id: url.replace(/\D/gu, '') || '1' }, foundAt, seed: 'https://baosong.vn/rss', priority };
}

function claim(owner: string, limit: number, now = NOW): Claim {
  return { owner, now, leaseMs: HOUR_MS, limit };
}

async function idsOf(catalogue: Catalogue, query: Parameters<Catalogue['entries']>[0] = {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const { site, id } of catalogue.entries(query)) ids.push(`${site}/${id}`);
  return ids;
}

async function titlesFor(catalogue: Catalogue, text: string, more: { site?: string; since?: string; limit?: number } = {}) {
  const hits = await catalogue.search({ phrases: parseQuery(text), limit: 10, ...more });
  return await Promise.all(hits.map(async (hit) => (await catalogue.entry(hit))?.title));
}

/** The turns that began before the gap since the one before was over; one that was killed ended when it began, as far as is known. */
function tooClose(lines: readonly string[], gapMs: number): number[] {
  const ends = new Map(lines.filter((line) => line.startsWith('ended')).map((line) => [line.split(' ')[1], Number(line.split(' ')[2])]));
  const begun = lines.filter((line) => line.startsWith('begun')).map((line) => line.split(' ')[1] ?? '');
  const turns = begun.map((at) => [Number(at), ends.get(at) ?? Number(at)] as const).toSorted(([a], [b]) => a - b);
  return turns.slice(1).flatMap(([begin], index) => (begin - (turns[index]?.[1] ?? 0) < gapMs ? [begin] : []));
}

export function describeCatalogue(name: string, engine: Engine): void {
  const fresh = async (): Promise<Catalogue> => await (await engine.newStore()).open();

  describe(`${name}: the articles`, () => {
    test('are listed site by site, by the size of their numbers and then by name', async () => {
      const catalogue = await fresh();
      await catalogue.take([article('b', '7'), article('a', 'ten-bai-0a1b2c3d'), article('a', '10'), article('a', '9'), article('b', '8')]);
      expect(await idsOf(catalogue)).toEqual(['a/9', 'a/10', 'a/ten-bai-0a1b2c3d', 'b/7', 'b/8']);
      expect(await idsOf(catalogue, { site: 'a', limit: 2 })).toEqual(['a/9', 'a/10']);
    });

    test('come back as they were taken in, and are what they were taken for last', async () => {
      const catalogue = await fresh();
      await catalogue.take([article('a', '1', 'Giá vàng tăng')]);
      const later = article('a', '1', 'Giá vàng giảm');
      await catalogue.take([later]);
      expect(await catalogue.entry({ site: 'a', id: '1' })).toEqual(later.entry);
      expect(await idsOf(catalogue)).toEqual(['a/1']);
    });

    test('are listed by the thousand without one being left out', async () => {
      const catalogue = await fresh();
      await catalogue.take(Array.from({ length: 1203 }, (_, index) => article('a', String(index + 1))));
      expect(await idsOf(catalogue)).toEqual(Array.from({ length: 1203 }, (_, index) => `a/${index + 1}`));
    });

    test('where none was ever read are hidden and counted, and damaged ones are not hidden', async () => {
      const catalogue = await fresh();
      const [unread, broken] = [article('a', '1'), article('a', '2')];
      await catalogue.take([
        { ...unread, entry: { ...unread.entry, revisions: 0, state: 'unread' } },
        { ...broken, entry: { ...broken.entry, revisions: 0, state: DAMAGED } },
      ]);
      expect(await idsOf(catalogue)).toEqual(['a/2']);
      expect(await idsOf(catalogue, { all: true })).toEqual(['a/1', 'a/2']);
      expect([await catalogue.hiddenCount(), await catalogue.hiddenCount('b')]).toEqual([1, 0]);
    });

    test('that are damaged are named, those of a site and as many as are asked for', async () => {
      const catalogue = await fresh();
      const broken = ['b/7', 'a/10', 'a/9'].map((ref) => {
        const each = article(...(ref.split('/') as [string, string]));
        return { ...each, entry: { ...each.entry, state: DAMAGED } };
      });
      await catalogue.take([article('a', '1'), ...broken]);
      const damaged = async (query: { site?: string; limit: number }) =>
        (await catalogue.damaged(query)).map(({ site, id }) => `${site}/${id}`);
      expect(await damaged({ limit: 9 })).toEqual(['a/9', 'a/10', 'b/7']);
      expect([await damaged({ limit: 1 }), await damaged({ site: 'b', limit: 9 })]).toEqual([['a/9'], ['b/7']]);
      await catalogue.take([article('a', '9')]);
      expect(await damaged({ site: 'a', limit: 9 })).toEqual(['a/10']);
    });

    test('that were marked before a change stay marked until they are taken in', async () => {
      const store = await engine.newStore();
      const catalogue = await store.open();
      await catalogue.mark([{ site: 'a', id: '1' }]);
      await catalogue.mark([{ site: 'a', id: '1' }]);
      expect(await (await store.open()).marked()).toEqual([{ site: 'a', id: '1' }]);
      await catalogue.take([article('a', '1')]);
      expect(await catalogue.marked()).toEqual([]);
    });

    test('that are not there any more are gone after it was made anew, and their plans stay with the others', async () => {
      const catalogue = await fresh();
      await catalogue.take([article('a', '1'), article('a', '2')]);
      await catalogue.plan({ site: 'a', id: '2' }, NOW);
      await catalogue.beginRebuild();
      expect(await catalogue.isComplete()).toBe(false);
      await catalogue.take([article('a', '2')]);
      await catalogue.endRebuild();
      expect([await catalogue.isComplete(), await idsOf(catalogue)]).toEqual([true, ['a/2']]);
      expect(await catalogue.peekDue('a', NOW, 9)).toHaveLength(1);
      expect(await titlesFor(catalogue, 'vàng')).toHaveLength(1);
    });
  });

  describe(`${name}: full text`, () => {
    const titles = ['Họp ở Hà Nội', 'Sửa đường ở Huế', 'Ông Dương thắng kiện', 'Người Hà Lan thăm nội thành', 'Covid-19: 1,2 triệu liều'];

    async function library(): Promise<Catalogue> {
      const catalogue = await fresh();
      const plain = { body: ['Không có gì.'], captions: [] };
      const articles = titles.map((title, index) => {
        const one = article(index < 3 ? 'a' : 'b', String(index + 1), title, `2026-03-0${index + 1}T00:00:00.000Z`);
        return { ...one, snapshots: one.snapshots.map((snapshot) => ({ ...snapshot, text: { content: { title, ...plain }, bytes: 9 } })) };
      });
      await catalogue.take(articles);
      return catalogue;
    }

    test.each([
      ['ha noi', ['Họp ở Hà Nội', 'Người Hà Lan thăm nội thành']],
      ['"ha noi"', ['Họp ở Hà Nội']],
      ['HÀ NỘI', ['Họp ở Hà Nội', 'Người Hà Lan thăm nội thành']],
      ['“Hà Nội”', ['Họp ở Hà Nội']],
      ['duong', ['Ông Dương thắng kiện', 'Sửa đường ở Huế']],
      ['Đường', ['Sửa đường ở Huế']],
      ['Dương', ['Ông Dương thắng kiện']],
      ['đường'.normalize('NFD'), ['Sửa đường ở Huế']],
      ['hà nội duong', []],
      ['covid-19', ['Covid-19: 1,2 triệu liều']],
      ['1,2', ['Covid-19: 1,2 triệu liều']],
      ['2,1', []],
      ['title:Hà OR NOT NEAR(Huế) *', []],
      ['"Huế', ['Sửa đường ở Huế']],
    ])('%s finds %j', async (text, expected) => {
      expect((await titlesFor(await library(), text)).toSorted()).toEqual(expected.toSorted());
    });

    test('words that stand next to each other come first', async () => {
      expect((await titlesFor(await library(), 'ha noi'))[0]).toBe('Họp ở Hà Nội');
    });

    test('can be cut to a site, to a time and to a number', async () => {
      const catalogue = await library();
      expect(await titlesFor(catalogue, 'ha noi', { site: 'b' })).toEqual(['Người Hà Lan thăm nội thành']);
      expect(await titlesFor(catalogue, 'ha noi', { since: '2026-03-02T00:00:00.000Z' })).toEqual(['Người Hà Lan thăm nội thành']);
      expect(await titlesFor(catalogue, 'ha noi', { limit: 1 })).toEqual(['Họp ở Hà Nội']);
    });

    test('what stands in more than ten thousand texts is found like any word, and leaves the order to rare words and to the latest', async () => {
      const catalogue = await fresh();
      const text = (title: string, body: string) => ({ content: { title, body: [body], captions: [] }, bytes: 1 });
      const titled = (site: string, id: string, title: string, body: string): IndexedArticle => {
        const known = article(site, id, title);
        return { ...known, snapshots: known.snapshots.map((snapshot) => ({ ...snapshot, text: text(title, body) })) };
      };
      await catalogue.take([titled('a', '1', 'Lụt', 'bão và lũ'), titled('b', '2', 'Tin cũ', 'bão lụt và lụt')]);
      await catalogue.take(Array.from({ length: 10_000 }, (_, index) => titled('c', String(index), `Tin ${index}`, 'bão và mưa')));
      const twice = titled('b', '3', 'Tin mới', 'mưa và bão');
      const earlier = { ...twice.snapshots[0]!, file: '001_0123456789abcdef.txt' as SnapshotName };
      await catalogue.take([{ ...twice, snapshots: [...twice.snapshots, earlier] }]);
      expect(await titlesFor(catalogue, 'bão', { limit: 2 })).toEqual(['Tin mới', 'Tin 9999']);
      expect(await titlesFor(catalogue, 'bao', { limit: 9, site: 'b' })).toEqual(['Tin mới', 'Tin cũ']);
      expect(await titlesFor(catalogue, 'bão lụt')).toEqual(['Tin cũ', 'Lụt']);
      expect(await titlesFor(catalogue, 'và lụt bão')).toEqual(['Lụt', 'Tin cũ']);
      expect(await catalogue.search({ phrases: parseQuery('bão'), limit: 10_004 })).toHaveLength(10_003);
    }, 30_000);

    test('shows the newest text with the words, and says which revisions have them, rare words and common ones', async () => {
      const catalogue = await fresh();
      const files = ['000_0123456789abcdef.txt', '001_0123456789abcdef.txt', '002_0123456789abcdef.txt'] as SnapshotName[];
      const days = (day: number) => `2026-03-0${day}T04:00:00.000Z`;
      const one = article('a', '1');
      const bodies = ['Đập Én vỡ, bão và lũ.', 'Đập Én còn vững, bão và mưa.', 'Bão đã tan, và đập vẫn còn.'];
      const snapshots = bodies.map((body, index) => ({
        file: files[index]!,
        first: days(index + 1),
        last: days(index === 0 ? 4 : index + 1),
        text: { content: { title: 'Tin', body: [body], captions: [] }, bytes: 9 },
      }));
      const revisions = [0, 1, 2, 0].map((at, index) => ({ first: days(index + 1), snapshot: files[at]! }));
      await catalogue.take([{ ...one, entry: { ...one.entry, revisions: 4, snapshots: 3 }, snapshots, revisions }]);
      const textsWith = async (text: string, more = {}) => await catalogue.search({ phrases: parseQuery(text), limit: 9, ...more });
      const expected = [
        ['vo', files[0], [1, 4]],
        ['vững', files[1], [2]],
        ['"đập én"', files[0], [1, 2, 4]],
        ['đập én còn', files[1], [2]],
        ['con', files[2], [2, 3]],
        ['bão', files[0], [1, 2, 3, 4]],
        ['bão và', files[0], [1, 2, 3, 4]],
        ['bão lũ', files[0], [1, 4]],
      ] as const;
      const check = async (): Promise<void> => {
        for (const [text, file, numbers] of expected)
          expect([text, await textsWith(text, { site: 'a' })]).toMatchObject([text, [{ file, revisions: { numbers, count: 4 } }]]);
      };
      await check();
      expect(await textsWith('con', { since: days(4) })).toEqual([]);
      const plain = { content: { title: 'Bão', body: ['Bão và lũ, bão và mưa.'], captions: [] }, bytes: 1 };
      const many = Array.from({ length: 10_001 }, (_, index) => article('c', String(index)));
      await catalogue.take(many.map((each) => ({ ...each, snapshots: each.snapshots.map((snapshot) => ({ ...snapshot, text: plain })) })));
      await check();
    }, 30_000);

    test('knows the snapshot that an article shows, and its title', async () => {
      const catalogue = await fresh();
      const one = article('a', '1');
      const [file, other] = ['000_0123456789abcdef.txt', '001_aaaaaaaaaaaaaaaa.txt'] as const;
      expect(await catalogue.latest(one.entry)).toBeUndefined();
      await catalogue.take([one]);
      expect(await catalogue.latest(one.entry)).toEqual({ file, title: one.entry.title });
      const revisions = [...one.revisions, { first: '2026-03-08T04:00:00.000Z', snapshot: other }];
      await catalogue.take([{ ...one, entry: { ...one.entry, title: 'Giá bạc' }, revisions }]);
      expect(await catalogue.latest(one.entry)).toEqual({ file: other, title: 'Giá bạc' });
    });

    test('finds captions and every wording that there was, each article once', async () => {
      const catalogue = await fresh();
      const one = article('a', '1');
      const earlier = { title: 'Giá bạc', body: ['Bạc và vàng.'], captions: [] };
      const first = { ...one.snapshots[0]!, file: '001_aaaaaaaaaaaaaaaa.txt' as SnapshotName, text: { content: earlier, bytes: 9 } };
      await catalogue.take([{ ...one, snapshots: [...one.snapshots, first] }]);
      for (const word of ['bac', 'khanh', 'vang']) expect(await titlesFor(catalogue, word)).toEqual([one.entry.title]);
      expect(await catalogue.texts(one.entry)).toHaveLength(2);
      await catalogue.forget(one.entry);
      expect(await titlesFor(catalogue, 'vang')).toEqual([]);
    });
  });

  describe(`${name}: likeness`, () => {
    const paragraphs = (from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, offset) =>
        Array.from({ length: 20 }, (_word, index) => `chữ${from + offset}x${index}`).join(' '),
      );
    const text = (body: readonly string[]) => ({ content: { title: 'Tin', body, captions: [] }, bytes: 9 });
    const withText = (id: string, ...bodies: (readonly string[])[]): IndexedArticle => {
      const one = article('a', id);
      const snapshots = bodies.map((body, index) => ({
        ...one.snapshots[0]!,
        file: `00${index}_0123456789abcdef.txt` as SnapshotName,
        text: text(body),
      }));
      return { ...one, snapshots };
    };
    const likeBody = async (catalogue: Catalogue, body: readonly string[], limit = 9) => {
      const query = { signature: signatureOf(text(body).content), except: { site: 'a', id: '0' }, limit };
      return (await catalogue.related(query)).map(({ id, file }) => `${id} ${file.slice(0, 3)}`);
    };

    test('gives what shares the most first, and the article itself not', async () => {
      const catalogue = await fresh();
      const bodies = [paragraphs(0, 10), paragraphs(4, 10), paragraphs(0, 10), paragraphs(20, 30), paragraphs(1, 10)];
      await catalogue.take(bodies.map((body, index) => withText(String(index), body)));
      expect(await likeBody(catalogue, paragraphs(0, 10))).toEqual(['2 000', '4 000', '1 000']);
      expect(await likeBody(catalogue, paragraphs(0, 10), 1)).toEqual(['2 000']);
      expect(await likeBody(catalogue, paragraphs(40, 50))).toEqual([]);
      expect(await likeBody(catalogue, [])).toEqual([]);
    });

    test('gives each article once, with the text that shares the most', async () => {
      const catalogue = await fresh();
      await catalogue.take([withText('1', paragraphs(0, 10), paragraphs(20, 30)), withText('2', paragraphs(20, 30), paragraphs(0, 9))]);
      expect(await likeBody(catalogue, paragraphs(0, 10))).toEqual(['1 000', '2 001']);
    });

    test('finds a text in a form that thousands of pages share', async () => {
      const catalogue = await fresh();
      const page = (day: number): string[] => [...paragraphs(0, 10), ...paragraphs(100 + 2 * day, 102 + 2 * day)];
      await catalogue.take(Array.from({ length: 1200 }, (_, day) => withText(String(day + 1), page(day))));
      expect((await likeBody(catalogue, page(7)))[0]).toBe('8 000');
    });

    test('forgets a text with its article, and with a catalogue that is made anew', async () => {
      const catalogue = await fresh();
      const articles = ['1', '2', '3'].map((id) => withText(id, paragraphs(0, 10)));
      await catalogue.take(articles);
      await catalogue.forget({ site: 'a', id: '3' });
      expect(await likeBody(catalogue, paragraphs(0, 10))).toEqual(['2 000', '1 000']);
      await catalogue.beginRebuild();
      await catalogue.take([articles[0]!]);
      await catalogue.endRebuild();
      expect(await likeBody(catalogue, paragraphs(0, 10))).toEqual(['1 000']);
    });
  });

  describe(`${name}: the due list`, () => {
    test('gives the longest due first, to one claimer only, until it is planned anew', async () => {
      const catalogue = await fresh();
      await catalogue.take(['1', '2', '3'].map((id) => article('a', id)));
      expect(await catalogue.unplanned('a', 9)).toHaveLength(3);
      for (const [id, dueAt] of [
        ['1', NOW - 5],
        ['2', NOW - 9],
        ['3', NOW + 1],
      ] as const)
        await catalogue.plan({ site: 'a', id }, dueAt);
      expect((await catalogue.peekDue('a', NOW, 9)).map(({ id }) => id)).toEqual(['2', '1']);
      const claimed = await catalogue.claimDue('a', claim('one', 9));
      expect(claimed.map(({ id }) => id)).toEqual(['2', '1']);
      expect(await catalogue.claimDue('a', claim('two', 9))).toEqual([]);
      await catalogue.plan({ site: 'a', id: '2' }, NOW);
      expect((await catalogue.claimDue('a', claim('two', 9))).map(({ id }) => id)).toEqual(['2']);
    });

    test('knows the page that was given last, and who stands on the front, and brings visits forward', async () => {
      const catalogue = await fresh();
      await catalogue.take([article('a', '1')]);
      const [ref, condition] = [
        { site: 'a', id: '1' },
        { url: 'https://a.vn/a-1.html', etag: '"x"', at: '2026-03-07T04:00:00.000Z' },
      ];
      expect([await catalogue.hasten(ref, NOW), await catalogue.nextDue('a')]).toEqual([false, undefined]);
      await catalogue.plan(ref, NOW + 9, condition);
      await catalogue.noteOnFront(ref, NOW - 3);
      expect([await catalogue.hasten(ref, NOW + 5), await catalogue.hasten(ref, NOW + 7)]).toEqual([true, false]);
      expect([await catalogue.nextDue('a'), await catalogue.countDue('a', NOW + 4), await catalogue.countDue('a', NOW + 5)]).toEqual([
        NOW + 5,
        0,
        1,
      ]);
      expect(await catalogue.claimDue('a', claim('one', 9, NOW + 5))).toEqual([
        { ...ref, url: condition.url, dueAt: NOW + 5, condition, onFrontAt: NOW - 3 },
      ]);
    });

    test('frees a claim when its lease has ended, and when the site’s next run begins', async () => {
      const catalogue = await fresh();
      await catalogue.take([article('a', '1')]);
      await catalogue.plan({ site: 'a', id: '1' }, NOW);
      await catalogue.claimDue('a', claim('one', 9));
      expect(await catalogue.claimDue('a', claim('two', 9, NOW + HOUR_MS - 1))).toHaveLength(0);
      expect(await catalogue.claimDue('a', claim('two', 9, NOW + HOUR_MS))).toHaveLength(1);
      await catalogue.beginRun('a', NOW);
      expect(await catalogue.claimDue('a', claim('three', 9, NOW + HOUR_MS))).toHaveLength(1);
    });

    test('tells of each site what a status says', async () => {
      const catalogue = await fresh();
      await catalogue.take([article('a', '1'), article('a', '2', 'Cũ', '2026-03-01T00:00:00.000Z'), article('b', '1')]);
      await catalogue.plan({ site: 'a', id: '1' }, NOW);
      await catalogue.plan({ site: 'a', id: '2' }, NOW + 7);
      const status = await catalogue.siteStatus(NOW, { day: '2026-03-06T05:00:00.000Z', week: '2026-02-28T05:00:00.000Z' });
      expect(status).toEqual([
        {
          site: 'a',
          articles: 2,
          hidden: 0,
          revisionsToday: 1,
          revisionsThisWeek: 2,
          dueNow: 1,
          waiting: 0,
          waitingOld: 0,
          nextDue: NOW + 7,
          unplanned: 0,
          bytes: 2000,
        },
        {
          site: 'b',
          articles: 1,
          hidden: 0,
          revisionsToday: 1,
          revisionsThisWeek: 1,
          dueNow: 0,
          waiting: 0,
          waitingOld: 0,
          unplanned: 1,
          bytes: 1000,
        },
      ]);
    });
  });

  describe(`${name}: what it counts`, () => {
    const SITES = ['a', 'b'] as const;

    /** What a status says, counted from what the catalogue lists, plans and has found, one by one. */
    async function counted(catalogue: Catalogue, firsts: ReadonlyMap<string, readonly string[]>, due: ReadonlyMap<string, number>) {
      return await Promise.all(
        SITES.map(async (site) => {
          const all = [];
          for await (const entry of catalogue.entries({ site, all: true })) all.push(entry);
          const listed = all.filter(({ revisions, state }) => revisions > 0 || state === DAMAGED);
          const seen = all.flatMap(({ id }) => firsts.get(`${site}/${id}`) ?? []);
          const planned = all.flatMap(({ id }) => due.get(`${site}/${id}`) ?? []);
          return {
            site,
            articles: listed.length,
            hidden: all.length - listed.length,
            revisionsToday: seen.filter((first) => first >= AGO.day).length,
            revisionsThisWeek: seen.filter((first) => first >= AGO.week).length,
            dueNow: planned.filter((at) => at <= NOW).length,
            waiting: await catalogue.countFound(site, { leastPriority: 0, freeBy: NOW }),
            waitingOld: (await catalogue.countFound(site)) - (await catalogue.countFound(site, { leastPriority: 0 })),
            unplanned: all.length - planned.length,
            bytes: all.reduce((sum, { id, stamp }) => sum + stamp.bytes + (firsts.has(`${site}/${id}`) ? 100 : 0), 0),
          };
        }),
      );
    }

    test('is what a count of everything gives, after hundreds of things in any order', async () => {
      const catalogue = await fresh();
      const [firsts, due] = [new Map<string, string[]>(), new Map<string, number>()];
      await catalogue.take(SITES.map((site) => article(site, '1')));
      for (const site of SITES) firsts.set(`${site}/1`, ['2026-03-07T04:00:00.000Z']);
      let last = 7;
      const chance = (below: number): number => (last = (last * 16_807) % 2_147_483_647) % below;
      for (let step = 0; step < 400; step += 1) {
        const [site, id] = [SITES[chance(2)] ?? 'a', String(1 + chance(6))];
        const [ref, key] = [{ site, id }, `${site}/${id}`];
        const url = `https://${site}.vn/${id}`;
        const at = NOW + (chance(9) - 4) * 1_234_567;
        const isThere = firsts.has(key) || (await catalogue.entry(ref)) !== undefined;
        const what = chance(8);
        if (what === 0) {
          const revisions = Array.from({ length: chance(4) }, (_, day) => `2026-0${2 + chance(2)}-0${7 - day}T05:2${chance(9)}:00.000Z`);
          const { entry, snapshots } = article(site, id);
          const state = revisions.length === 0 && chance(2) === 0 ? DAMAGED : 'read';
          await catalogue.take([
            {
              entry: { ...entry, state, revisions: revisions.length },
              snapshots: revisions.length === 0 && !firsts.has(key) ? [] : snapshots,
              revisions: revisions.toSorted().map((first) => ({ first, snapshot: snapshots[0]!.file })),
            },
          ]);
          if (revisions.length > 0 || firsts.has(key)) firsts.set(key, revisions);
        } else if (what === 1 && step % 3 === 0) {
          await catalogue.forget(ref);
          firsts.delete(key);
          due.delete(key);
        } else if (what === 2) {
          await catalogue.plan(ref, chance(3) === 0 ? undefined : at).then(() => undefined);
          const planned = (await catalogue.peekDue(site, Number.MAX_SAFE_INTEGER, 99)).find((each) => each.id === id);
          if (planned === undefined) due.delete(key);
          else due.set(key, planned.dueAt);
        } else if (what === 3 && isThere) {
          if (await catalogue.hasten(ref, at)) due.set(key, at);
        } else if (what === 4) await catalogue.addFound([{ url, ref, foundAt: at, seed: 'x', priority: chance(3) - 1 }]);
        else if (what === 5) await catalogue.settle(url, { state: 'fetched' }, at);
        else if (what === 6) await catalogue.settle(url, { state: 'pending', notBefore: at, why: '' }, at);
        else await catalogue.settle(url, { state: 'failed', why: '' }, NOW - 48 * HOUR_MS);
        if (step % 20 === 0)
          expect(
            (await catalogue.siteStatus(NOW, AGO)).map(({ nextDue: _next, ...status }) => status),
            `after step ${step}`,
          ).toEqual((await counted(catalogue, firsts, due)).filter(({ articles, hidden }) => articles + hidden > 0));
      }
      const status = await catalogue.siteStatus(NOW, AGO);
      await catalogue.endRebuild();
      expect(await catalogue.siteStatus(NOW, AGO)).toEqual(status);
    });
  });

  describe(`${name}: changes`, () => {
    const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map((day) => `${day}T00:00:00.000Z`);

    /** An article whose revisions show these snapshots, a day each. */
    function revised(site: string, id: string, ...shown: readonly string[]): IndexedArticle {
      const revisions = [...shown].map((letter, index) => ({ first: DAYS[index]!, snapshot: snapshotOf(letter) }));
      return { ...article(site, id), revisions };
    }

    function snapshotOf(letter: string): SnapshotName {
      return `000_${letter.repeat(16)}.txt`;
    }

    function compared(
      site: string,
      id: string,
      revision: number,
      [before = '', after = '']: string,
      severity = 'minor',
      kinds = ['number'],
    ) {
      const gist = { severity, kinds, sentence: `${before} → ${after}` };
      return { site, id, revision, before: snapshotOf(before), after: snapshotOf(after), gist };
    }

    async function told(catalogue: Catalogue, query: Partial<Parameters<Catalogue['changes']>[0]> = {}) {
      const known = await catalogue.changes({ version: 1, limit: 9, ...query });
      return known.map(({ site, id, revision, gist }) => `${site}/${id}@${revision} ${gist?.sentence ?? 'not compared'}`);
    }

    test('are the revisions but the first ones, the newest first, compared or not yet', async () => {
      const catalogue = await fresh();
      await catalogue.take([revised('a', '1', 'a', 'b', 'c'), revised('b', '2', 'a', 'b')]);
      await catalogue.noteChanges(1, [compared('a', '1', 2, 'ab')]);
      expect(await told(catalogue)).toEqual(['a/1@3 not compared', 'b/2@2 not compared', 'a/1@2 a → b']);
      expect(await told(catalogue, { site: 'a', limit: 1 })).toEqual(['a/1@3 not compared']);
      expect(await told(catalogue, { since: DAYS[1]!, until: DAYS[2]! })).toEqual(['b/2@2 not compared', 'a/1@2 a → b']);
      expect((await catalogue.changes({ version: 1, limit: 9 })).at(-1)).toMatchObject({ title: 'Giá vàng tăng', at: DAYS[1] });
    });

    test('can be cut to kinds and severities, where they were compared', async () => {
      const catalogue = await fresh();
      await catalogue.take([revised('a', '1', 'a', 'b', 'c', 'd')]);
      await catalogue.noteChanges(1, [
        compared('a', '1', 2, 'ab'),
        compared('a', '1', 3, 'bc', 'substantive', ['person-title', 'headline']),
      ]);
      expect(await told(catalogue, { kinds: ['number'] })).toEqual(['a/1@4 not compared', 'a/1@2 a → b']);
      expect(await told(catalogue, { kinds: ['title', 'headline'] })).toEqual(['a/1@4 not compared', 'a/1@3 b → c']);
      expect(await told(catalogue, { kinds: ['title'], severities: ['substantive'] })).toEqual(['a/1@4 not compared']);
      expect(await told(catalogue, { severities: ['minor', 'substantive'] })).toHaveLength(3);
    });

    test('by another version of the comparison do not count', async () => {
      const catalogue = await fresh();
      await catalogue.take([revised('a', '1', 'a', 'b')]);
      await catalogue.noteChanges(1, [compared('a', '1', 2, 'ab')]);
      expect(await told(catalogue, { version: 2, kinds: ['headline'] })).toEqual(['a/1@2 not compared']);
      await catalogue.noteChanges(2, [compared('a', '1', 2, 'ab')]);
      expect(await told(catalogue, { version: 2 })).toEqual(['a/1@2 a → b']);
    });

    test('stay while later revisions come, and are forgotten from the first one on that became another', async () => {
      const catalogue = await fresh();
      await catalogue.take([revised('a', '1', 'a', 'b', 'c')]);
      await catalogue.noteChanges(1, [compared('a', '1', 2, 'ab'), compared('a', '1', 3, 'bc')]);
      await catalogue.take([revised('a', '1', 'a', 'b', 'c', 'd')]);
      expect(await told(catalogue)).toEqual(['a/1@4 not compared', 'a/1@3 b → c', 'a/1@2 a → b']);
      await catalogue.take([revised('a', '1', 'a', 'b', 'e', 'd')]);
      expect(await told(catalogue)).toEqual(['a/1@4 not compared', 'a/1@3 not compared', 'a/1@2 a → b']);
    });

    test('are not taken for those of revisions that have become others meanwhile', async () => {
      const catalogue = await fresh();
      await catalogue.take([revised('a', '1', 'a', 'x', 'c')]);
      await catalogue.noteChanges(1, [compared('a', '1', 2, 'ab'), compared('a', '1', 3, 'bc'), compared('a', '9', 2, 'ab')]);
      expect(await told(catalogue)).toEqual(['a/1@3 not compared', 'a/1@2 not compared']);
    });

    test('are compared anew after the catalogue was made anew, and what was looked at stays', async () => {
      const catalogue = await fresh();
      await catalogue.take([revised('a', '1', 'a', 'b')]);
      await catalogue.noteChanges(1, [compared('a', '1', 2, 'ab')]);
      await catalogue.noteSeen({ site: 'a', id: '1' }, DAYS[1]!);
      await catalogue.beginRebuild();
      await catalogue.take([revised('a', '1', 'a', 'b')]);
      await catalogue.endRebuild();
      expect([await told(catalogue), await catalogue.seen({ site: 'a', id: '1' })]).toEqual([['a/1@2 not compared'], DAYS[1]]);
    });

    test('that somebody looked at are known by the latest of them', async () => {
      const catalogue = await fresh();
      const ref = { site: 'a', id: '1' };
      expect(await catalogue.seen(ref)).toBeUndefined();
      for (const day of [1, 2, 0]) await catalogue.noteSeen(ref, DAYS[day]!);
      expect([await catalogue.seen(ref), await catalogue.seen({ site: 'b', id: '1' })]).toEqual([DAYS[2], undefined]);
    });
  });

  describe(`${name}: hosts`, () => {
    test('are asked by one at a time, and not before the gap since the last end is over', async () => {
      const store = await engine.newStore();
      const [one, two] = [await store.open(), await store.open()];
      expect(await one.takeTurn('a.test', 2000, NOW)).toEqual({ may: true });
      expect(await two.takeTurn('a.test', 2000, NOW + 9000)).toMatchObject({ may: false });
      expect(await one.takeTurn('b.test', 2000, NOW)).toEqual({ may: true });
      await one.endTurn('a.test', NOW + 500);
      expect(await two.takeTurn('a.test', 2000, NOW + 600)).toEqual({ may: false, waitMs: 1900 });
      expect(await two.takeTurn('a.test', 2000, NOW + 2500)).toEqual({ may: true });
    });

    test('whose asker has ended without a word are asked again a gap after that is noticed', async () => {
      const store = await engine.newStore();
      const one = await store.open();
      await one.takeTurn('a.test', 2000, NOW);
      one.close();
      const two = await store.open();
      expect(await two.takeTurn('a.test', 2000, NOW + 9000)).toEqual({ may: false, waitMs: 2000 });
      expect(await two.takeTurn('a.test', 2000, NOW + 11_000)).toEqual({ may: true });
    });

    test('are left alone until their back-off ends, over all processes', async () => {
      const store = await engine.newStore();
      const [one, two] = [await store.open(), await store.open()];
      const [kind, until] = ['open' as const, NOW + 6 * HOUR_MS];
      await one.changeTrouble('a.test', (before) => ({ kind, failures: (before?.failures ?? 0) + 1, until, why: '429' }));
      await two.changeTrouble('a.test', (before) => ({ ...before!, failures: before!.failures + 1 }));
      expect(await one.troubles(NOW)).toEqual([{ host: 'a.test', kind, failures: 2, until, why: '429' }]);
      expect(await two.takeTurn('a.test', 2000, NOW)).toEqual({ may: false, waitMs: 6 * HOUR_MS });
      await two.changeTrouble('a.test', () => undefined);
      expect([await one.trouble('a.test'), await one.troubles(NOW)]).toEqual([undefined, []]);
      expect(await two.takeTurn('a.test', 2000, NOW)).toEqual({ may: true });
    });

    test('are not left alone for a year because a clock was wrong', async () => {
      const catalogue = await fresh();
      await catalogue.takeTurn('a.test', 2000, NOW + 9000 * HOUR_MS);
      await catalogue.endTurn('a.test', NOW + 9000 * HOUR_MS);
      expect(await catalogue.takeTurn('a.test', 2000, NOW)).toEqual({ may: false, waitMs: 2000 });
      await catalogue.changeTrouble('a.test', () => ({ kind: 'open', failures: 1, until: NOW + 9000 * HOUR_MS, why: '' }));
      expect(await catalogue.takeTurn('a.test', 2000, NOW + 2000)).toEqual({ may: true });
    });

    test('have a robots.txt that is remembered, and a budget a day', async () => {
      const catalogue = await fresh();
      const robots = { fetchedAt: NOW, expiresAt: NOW + HOUR_MS, status: 200, text: 'User-agent: *' };
      await catalogue.keepRobots('a.test', robots);
      await catalogue.keepRobots('b.test', { fetchedAt: NOW, expiresAt: NOW, text: '' });
      expect(await catalogue.robots('a.test')).toEqual(robots);
      expect(await catalogue.robots('b.test')).toEqual({ fetchedAt: NOW, expiresAt: NOW, text: '' });
      const spent = [];
      for (const day of ['2026-03-07', '2026-03-07', '2026-03-07', '2026-03-08']) spent.push(await catalogue.spend('a.test', day, 2));
      expect(spent).toEqual([true, true, false, true]);
      expect(await catalogue.spent('a.test', '2026-03-08')).toBe(1);
    });
  });

  describe(`${name}: discoveries`, () => {
    test('are queued once, the urgent and the new first, and every one is accounted for', async () => {
      const catalogue = await fresh();
      const urls = [found('https://b.vn/1', 1), found('https://b.vn/2', 1, NOW + 5), found('https://b.vn/3', 9)];
      expect([await catalogue.addFound(urls), await catalogue.addFound(urls)]).toEqual([urls, []]);
      expect((await catalogue.peekFound('baosong', NOW, 9)).map(({ url }) => url.at(-1))).toEqual(['3', '2', '1']);
      await catalogue.addFound([found('https://b.vn/1', 99)]);
      const claimed = await catalogue.claimFound('baosong', claim('one', 9));
      expect(claimed.map(({ url }) => url.at(-1))).toEqual(['1', '3', '2']);
      expect(await catalogue.claimFound('baosong', claim('two', 9))).toEqual([]);
      await catalogue.settle('https://b.vn/1', { state: 'fetched' }, NOW);
      await catalogue.settle('https://b.vn/2', { state: 'refused', why: 'robots.txt' }, NOW);
      await catalogue.settle('https://b.vn/3', { state: 'pending', notBefore: NOW + 5, why: 'timed out' }, NOW);
      expect(await catalogue.fates('baosong')).toEqual({ pending: 1, fetched: 1, refused: 1, failed: 0 });
      expect([await catalogue.peekFound('baosong', NOW, 9), await catalogue.peekFound('baosong', NOW + 5, 9)]).toMatchObject([
        [],
        [{ url: 'https://b.vn/3', why: 'timed out', tries: 1 }],
      ]);
      expect(await catalogue.addFound([found('https://b.vn/1', 100)])).toEqual([]);
      expect(await catalogue.found('https://b.vn/1')).toMatchObject({ state: 'fetched', priority: 99 });
    });

    test('wait once for an article, and come again a day after they were refused', async () => {
      const catalogue = await fresh();
      const [one, other] = [found('https://b.vn/1', 1), { ...found('https://b.vn/cu-1', 5), ref: { site: 'baosong', id: '1' } }];
      expect(await catalogue.addFound([one, other])).toEqual([one]);
      expect(await catalogue.peekFound('baosong', NOW, 9)).toMatchObject([{ url: one.url, priority: 5 }]);
      await catalogue.settle(one.url, { state: 'refused', why: 'robots.txt' }, NOW);
      expect(await catalogue.addFound([{ ...one, foundAt: NOW + 23 * HOUR_MS }])).toEqual([]);
      expect(await catalogue.addFound([{ ...one, foundAt: NOW + 24 * HOUR_MS }])).toHaveLength(1);
    });

    test('are counted and claimed by their priority, and not twice in a run', async () => {
      const catalogue = await fresh();
      await catalogue.addFound([found('https://b.vn/1', 5), found('https://b.vn/2', 5), found('https://b.vn/3', -5)]);
      const among = { leastPriority: 0, untriedSince: NOW };
      expect([await catalogue.countFound('baosong'), await catalogue.countFound('baosong', among)]).toEqual([3, 2]);
      await catalogue.settle('https://b.vn/1', { state: 'pending', notBefore: NOW, why: 'timed out' }, NOW);
      expect(await catalogue.countFound('baosong', among)).toBe(1);
      expect((await catalogue.claimFound('baosong', { ...claim('one', 9, NOW + 1), ...among })).map(({ url }) => url)).toEqual([
        'https://b.vn/2',
      ]);
    });

    test('come from seeds, of which is known when to look again', async () => {
      const catalogue = await fresh();
      const seed = { url: 'https://b.vn/rss', site: 'baosong', etag: '"x"', lastPoll: NOW, nextPoll: NOW + 5, deadCount: 0 };
      const { etag: _etag, ...dead } = { ...seed, url: 'https://b.vn/sitemap.xml', nextPoll: NOW + 1, deadCount: 3 };
      await catalogue.keepSeed(seed);
      await catalogue.keepSeed(dead);
      expect([await catalogue.seed(seed.url), await catalogue.seed('https://b.vn/')]).toEqual([seed, undefined]);
      expect(await catalogue.seeds('baosong')).toEqual([dead, seed]);
    });
  });

  describe(`${name}: runs`, () => {
    test('of a site never overlap, those of two sites may', async () => {
      const store = await engine.newStore();
      const [one, two] = [await store.open(), await store.open()];
      const run = await one.beginRun('a', NOW);
      expect(await two.beginRun('a', NOW)).toBeUndefined();
      expect(await one.beginRun('a', NOW)).toBeUndefined();
      expect(await two.beginRun('b', NOW)).toMatchObject({ site: 'b', status: 'running' });
      await one.endRun(run!, { endedAt: NOW + 9, status: 'done', counts: { fetched: 3 } });
      expect(await two.beginRun('a', NOW + 10)).toBeDefined();
      expect((await two.runs('a', 9)).map(({ status, counts }) => [status, counts])).toEqual([
        ['running', {}],
        ['done', { fetched: 3 }],
      ]);
    });

    test('that are killed are known for it, and what they had claimed is free at once', async () => {
      const store = await engine.newStore();
      const catalogue = await store.open();
      await catalogue.take([article('a', '1')]);
      await catalogue.plan({ site: 'a', id: '1' }, NOW);
      await catalogue.addFound([{ ...found('https://a.vn/2', 1), ref: { site: 'a', id: '2' } }]);
      const worker = store.start('claim', 'a', String(NOW));
      expect(await worker.line()).toBe('claimed 1 1');
      expect(await catalogue.beginRun('a', NOW)).toBeUndefined();
      const lastRun = async () => (await catalogue.siteStatus(NOW, AGO))[0]?.lastRun?.status;
      expect(await lastRun()).toBe('running');
      await worker.kill();
      expect(await lastRun()).toBe('killed');
      expect(await catalogue.beginRun('a', NOW)).toBeDefined();
      expect(await catalogue.claimDue('a', claim('next', 9))).toHaveLength(1);
      expect(await catalogue.claimFound('a', claim('next', 9))).toHaveLength(1);
      expect((await catalogue.runs('a', 2))[1]).toMatchObject({ status: 'killed' });
    });
  });

  describe(`${name}: two processes at once`, () => {
    test('that look how a killed run stands don’t take each other for it', async () => {
      const store = await engine.newStore();
      await store.open();
      const killed = store.start('claim', 'a', String(NOW));
      await killed.line();
      await killed.kill();
      const looking = [store.start('look', 'a', String(NOW), '500'), store.start('look', 'a', String(NOW), '500')];
      expect(await Promise.all(looking.map(async (worker) => await worker.lines()))).toEqual([['killed'], ['killed']]);
    });

    test('see no run killed that comes to its end', async () => {
      const store = await engine.newStore();
      const catalogue = await store.open();
      const ended = store.start('runs', 'a', String(NOW), '300').lines();
      const looking = [store.start('look', 'a', String(NOW), '800'), store.start('look', 'a', String(NOW), '800')];
      for (const worker of looking) expect(await worker.lines()).not.toContain('killed');
      await ended;
      expect(new Set((await catalogue.runs('a', 300)).map(({ status }) => status))).toEqual(new Set(['done']));
    });

    test('take 300 turns of a host, none closer than the gap', async () => {
      const store = await engine.newStore();
      await store.open();
      const workers = [store.start('turns', '150', '7'), store.start('turns', '150', '7')];
      const printed = await Promise.all(workers.map(async (worker) => await worker.lines()));
      expect(printed.flat()).toHaveLength(600);
      expect(tooClose(printed.flat(), 7)).toEqual([]);
    });

    test('claim 400 articles and addresses, each of them once', async () => {
      const store = await engine.newStore();
      const catalogue = await store.open();
      const ids = Array.from({ length: 400 }, (_, index) => String(index));
      await catalogue.take(ids.map((id) => article('a', id)));
      for (const id of ids) await catalogue.plan({ site: 'a', id }, NOW);
      await catalogue.addFound(ids.map((id) => ({ ...found(`https://a.vn/${id}`, 1), ref: { site: 'a', id } })));
      const workers = [store.start('drain', 'a', String(NOW)), store.start('drain', 'a', String(NOW))];
      const claimed = (await Promise.all(workers.map(async (worker) => await worker.lines()))).flat();
      expect([claimed.length, new Set(claimed).size]).toEqual([800, 800]);
    });

    test('that are killed at any moment leave a catalogue that is whole, and turns that keep the gap', async () => {
      const store = await engine.newStore();
      const catalogue = await store.open();
      const printed: string[] = [];
      for (let kill = 0; kill < 8; kill += 1) {
        const [worker, other] = [store.start('turns', '100000', '7'), store.start('turns', '20', '7')];
        printed.push(await worker.line());
        await new Promise((resolve) => void setTimeout(resolve, 3 * kill));
        await worker.kill();
        printed.push(...(await worker.lines()), ...(await other.lines()));
      }
      expect(printed.filter((line) => line.startsWith('ended')).length).toBeGreaterThanOrEqual(8 * 20);
      expect(tooClose(printed, 7)).toEqual([]);
      await catalogue.take([article('a', '1')]);
      expect(await titlesFor(await store.open(), 'vàng')).toHaveLength(1);
    });
  });
}
