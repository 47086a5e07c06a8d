/** Pages as they come from a server, for those that write WARC files; and what the writers tell. */
import { Pages, pathOf } from './pages.mjs';

export function exchangesOf(count, encode) {
  const pages = new Pages();
  return Array.from({ length: count }, (_, index) => {
    const body = pages.page(index + 1);
    const bytes = encode?.(body) ?? body;
    const url = `https://vietnamnet.vn${pathOf(index + 1)}`;
    return {
      url,
      requested: url,
      redirects: [],
      at: new Date(Date.UTC(2026, 8, 1) + index * 1000).toISOString(),
      ip: '127.0.0.1',
      requestHead: `GET ${pathOf(index + 1)} HTTP/1.1\r\nHost: vietnamnet.vn\r\n\r\n`,
      httpVersion: '1.1',
      status: 200,
      statusText: 'OK',
      headers: [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Content-Length', String(bytes.length)],
        ...(encode === undefined ? [] : [['Content-Encoding', 'gzip']]),
      ],
      bytes,
      body,
    };
  });
}

/** So many at once, in their order. */
export async function inGroups(items, atOnce, work, take) {
  for (let from = 0; from < items.length; from += atOnce)
    for (const done of await Promise.all(items.slice(from, from + atOnce).map(work))) take(done);
}

/** What writing begins with, once the pages are made. */
export function begin() {
  return { at: performance.now(), cpu: process.cpuUsage() };
}

/** Megabytes of HTML a second of wall time, and milliseconds of CPU a page, all threads together. */
export function told(exchanges, begun) {
  const bytes = exchanges.reduce((sum, { body }) => sum + body.length, 0);
  const { user, system } = process.cpuUsage(begun.cpu);
  const cpuMs = (user + system) / 1000 / exchanges.length;
  console.log(JSON.stringify({ megabytesPerSecond: bytes / 1000 / (performance.now() - begun.at), cpuMs }));
}
