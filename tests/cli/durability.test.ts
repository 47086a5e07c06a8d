/** Nothing acknowledged is lost: not by a kill, not by a second process. The program runs as processes of its own. */
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ended, newDesk, type Desk } from './support.ts';

const ARTICLES = 60;
const KILLS = 6;

/** Pages of an outlet that nobody describes; each is an article of its own. */
function publish(desk: Desk, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    desk.serve('baosong.example', `/tin/bai-so-${index}.html`, {
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: pageOf(index),
    }),
  );
}

function pageOf(index: number): string {
  const article = { '@type': 'NewsArticle', headline: `Bài số ${index}`, datePublished: '2026-10-05T07:00:00+07:00' };
  const paragraph = `Đây là đoạn văn của bài số ${index}, đủ dài để là một đoạn văn của một bài báo, với những câu có đầu có cuối.`;
  return `<!doctype html><html lang="vi"><head><title>Bài số ${index}</title><script type="application/ld+json">${JSON.stringify(article)}</script></head>
    <body><article><h1>Bài số ${index}</h1>${`<p>${paragraph}</p>`.repeat(6)}</article></body></html>`;
}

async function articleFiles(desk: Desk): Promise<string[]> {
  const names = await readdir(join(desk.cwd, 'storage', 'articles'), { recursive: true });
  return names.filter((name) => name.endsWith('article.json'));
}

async function openWarcs(desk: Desk): Promise<string[]> {
  const names = await readdir(join(desk.cwd, 'storage', 'warc'), { recursive: true });
  return names.filter((name) => name.endsWith('.open')).map((name) => `warc/${name}`);
}

describe('kill -9', () => {
  test('in the middle of a list, again and again, damages nothing, loses nothing that was told, and the next run completes the rest', async () => {
    const desk = await newDesk();
    await writeFile(join(desk.cwd, 'urls.txt'), publish(desk, ARTICLES).join('\n'));
    const argv = ['archive', '-i', 'urls.txt', ...desk.pins(), '--delay', '0'];
    const told = new Set<string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = desk.start(argv);
      const running = ended(child);
      // From "nothing has begun" to "nearly done"; what is tested is the moment, so that it must differ.
      await sleep(400 + Math.random() * 1600);
      child.kill('SIGKILL');
      for (const line of (await running).out.split('\n').slice(0, -1)) told.add(line.split(' ')[1] ?? '');
      if (told.size === 0) continue;
      expect(await desk.run(['verify'])).toMatchObject({ status: 0 });
      const kept = (await desk.run(['list'])).out;
      expect([...told].filter((article) => !kept.includes(article))).toEqual([]);
    }
    expect(await ended(desk.start(argv))).toMatchObject({ status: 0 });
    expect(await desk.run(['verify'])).toMatchObject({
      status: 0,
      out: expect.stringContaining(`${ARTICLES} articles, ${ARTICLES} snapshots`),
    });
  });
});

describe('two processes', () => {
  test('on the same article at once keep both captures', async () => {
    const desk = await newDesk();
    const [url = ''] = publish(desk, 1);
    const argv = ['archive', url, url, url, ...desk.pins(), '--delay', '0'];
    const runs = await Promise.all([ended(desk.start(argv)), ended(desk.start(argv))]);
    expect(runs.map((ran) => ran.status)).toEqual([0, 0]);
    const [file = ''] = await articleFiles(desk);
    const record = JSON.parse(await readFile(join(desk.cwd, 'storage', 'articles', file), 'utf8')) as { captures: { visits: number }[] };
    expect(record.captures.reduce((sum, run) => sum + run.visits, 0)).toBe(6);
    expect((await desk.run(['verify'])).status).toBe(0);
  });
});

describe('a WARC file', () => {
  test('is closed for a process that was killed, and for none that lives', async () => {
    const desk = await newDesk();
    const [own = '', ...others] = publish(desk, ARTICLES);
    await writeFile(join(desk.cwd, 'urls.txt'), others.join('\n'));
    const child = desk.start(['archive', '-i', 'urls.txt', ...desk.pins(), '--delay', '1']);
    const running = ended(child);
    await once(child.stdout!, 'data');
    const [written] = await openWarcs(desk);
    expect(await desk.archive([own])).toMatchObject({ status: 0, err: '' });
    expect(await openWarcs(desk)).toEqual([written]);
    child.kill('SIGKILL');
    await running;
    const { err } = await desk.archive([own]);
    expect(err).toContain(`${written} was left open by a run that was interrupted`);
    expect(await openWarcs(desk)).toEqual([]);
    expect((await desk.run(['verify'])).status).toBe(0);
  });
});

describe('Ctrl-C', () => {
  test('finishes what is in flight and ends with its own status; what was told is kept', async () => {
    const desk = await newDesk();
    await writeFile(join(desk.cwd, 'urls.txt'), publish(desk, ARTICLES).join('\n'));
    const child = desk.start(['archive', '-i', 'urls.txt', ...desk.pins(), '--delay', '0.2']);
    const running = ended(child);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const ran = await running;
    expect(ran).toMatchObject({ status: 130, err: expect.stringContaining('not visited') });
    expect(await desk.run(['verify'])).toMatchObject({ status: 0 });
    expect((await articleFiles(desk)).length).toBe(ran.out.trim().split('\n').length);
  });
});
