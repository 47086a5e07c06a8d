/**
 * The newsroom that every client asks: a process of its own, which keeps its pages in memory and speaks plain HTTP on loopback.
 *
 * It listens on 127.0.0.1 to 127.0.0.<hosts>, all on one port: baoluu never asks one host twice at once, so that what it can do side
 * by side shows only with many hosts. Each client gets the same list of addresses, which goes round them.
 *
 *     const server = await startServer({ hosts: 32 });
 *     await server.set({ changes: true, tags: false, gzip: false, edition: 0 });     what is served, and the books begin anew
 *     const { pages, notModified, first } = await server.books();        different pages answered with 200 and 304, first request's time
 */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { Pages, pathOf } from './pages.mjs';

export async function startServer({ hosts = 32 } = {}) {
  const child = fork(fileURLToPath(import.meta.url), [String(hosts)]);
  const answers = [];
  child.on('message', (message) => answers.shift()?.(message));
  const answer = () => new Promise((resolve) => answers.push(resolve));
  const { port } = await answer();
  const ask = async (message) => {
    child.send(message);
    return await answer();
  };
  return {
    urls: (count, from = 1) =>
      Array.from({ length: count }, (_, index) => `http://127.0.0.${1 + (index % hosts)}:${port}${pathOf(from + index)}`),
    hosts: Array.from({ length: hosts }, (_, index) => `127.0.0.${1 + index}`),
    port,
    set: (settings) => ask({ settings }),
    books: () => ask({ books: true }),
    stop: () => child.kill(),
  };
}

async function serve(hosts) {
  const pages = new Pages();
  const visits = new Map();
  const zippedPages = new Map();
  const zipped = (...shown) => {
    const key = shown.join(' ');
    if (!zippedPages.has(key)) zippedPages.set(key, gzipSync(pages.page(...shown)));
    return zippedPages.get(key);
  };
  let settings = {};
  let books = newBooks();
  process.on('message', (message) => {
    if (message.settings !== undefined) [settings, books] = [message.settings, newBooks()];
    // Before anybody asks, so that nobody waits for it; where pages change, each is zipped when it is asked for.
    if (settings.gzip === true && settings.changes !== true)
      for (let number = 1; number <= settings.pages; number += 1) zipped(number, 0, settings.edition);
    process.send({ pages: books.pages.size, notModified: books.notModified.size, first: books.first });
  });
  process.on('disconnect', () => process.exit());

  const handle = (request, response) => {
    const number = Number(/-(\d+)\.html$/u.exec(request.url)?.[1] ?? 0);
    if (request.url === '/sitemap-news.xml') return void response.writeHead(200, { 'content-type': 'application/xml' }).end(EMPTY_SITEMAP);
    if (number === 0) return void response.writeHead(404).end();
    books.first ??= Date.now();
    const visit = settings.changes === true ? (visits.get(number) ?? 0) : 0;
    const etag = `"${number}-${visit}"`;
    if (settings.tags === true && request.headers['if-none-match'] === etag) {
      books.notModified.add(number);
      return void response.writeHead(304, { etag }).end();
    }
    visits.set(number, visit + 1);
    books.pages.add(number);
    const isZipped = settings.gzip === true && /\bgzip\b/u.test(request.headers['accept-encoding'] ?? '');
    const body = isZipped ? zipped(number, visit, settings.edition) : pages.page(number, visit, settings.edition);
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
      ...(settings.tags === true ? { etag } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };

  const port = await listen(handle, '127.0.0.1', 0);
  for (let host = 2; host <= hosts; host += 1) await listen(handle, `127.0.0.${host}`, port);
  process.send({ port });
}

const EMPTY_SITEMAP = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>';

function newBooks() {
  return { pages: new Set(), notModified: new Set(), first: undefined };
}

function listen(handle, host, port) {
  const server = createServer({ keepAliveTimeout: 60_000 }, handle);
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, 4096, () => resolve(server.address().port)));
}

/** A page's tag as long as nothing changes. */
export function etagOf(number) {
  return `"${number}-0"`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(Number(process.argv[2]));
