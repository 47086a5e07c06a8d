/** Pages are looked at on threads where they come fast, and threads see what this one sees. */
import { existsSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Page } from '../../src/article/page.ts';
import { lookAt } from '../../src/crawl/keep.ts';

/** The compiled one: a thread is started from a compiled file. */
const COMPILED = new URL('../../dist/crawl/readers.js', import.meta.url);

function page(number: number): Page {
  const url = `https://baosong.example/tin/pha-en-${number}.html`;
  const text = `<p>Phà Én ngừng chạy sau ${number} giờ vì gió lớn, theo bến phà, và hành khách được báo trước một ngày.</p>`.repeat(5);
  const date = '<meta property="article:published_time" content="2026-03-01T08:00:00+07:00"><meta property="og:type" content="article">';
  const html = `<html><head><title>Phà Én ${number}</title>${date}</head><body><article><h1>Phà Én ngừng chạy, lần ${number}</h1>${text}</article></body></html>`;
  const body = number % 10 === 0 ? Buffer.alloc(0) : Buffer.from(html);
  const answer = { requestHead: '', httpVersion: '1.1', status: 200, statusText: 'OK', headers: [] };
  return { url, requested: url, redirects: [], at: '2026-03-01T05:00:00.000Z', ...answer, bytes: body, body };
}

describe.skipIf(!existsSync(COMPILED))('pages that come fast', () => {
  test('are told as this thread tells them, each to whoever asked', async () => {
    const { Readers } = (await import(COMPILED.href)) as typeof import('../../src/crawl/readers.ts');
    const readers = new Readers([]);
    onTestFinished(() => readers.end());
    const pages = Array.from({ length: 150 }, (_, index) => page(index));
    const looks = await Promise.all(pages.map((each) => readers.look(each)));
    expect(looks).toEqual(pages.map((each) => lookAt(each, [])));
  });
});
