/** A Chromium that is on this machine, and ReplayWeb.page's own scripts from its npm package, served on loopback. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, type Browser } from 'puppeteer-core';

/** Where Debian puts it. */
const CHROMIUM = '/usr/bin/chromium';

/** Why no page can be replayed here, in a clause; undefined where one can. */
export const whyNoBrowser = existsSync(CHROMIUM) ? undefined : `${CHROMIUM} is not there (Debian: apt-get install chromium)`;

const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser that knows nothing yet. It must be closed. */
export function openBrowser(profile: string): Promise<Browser> {
  return launch({ executablePath: CHROMIUM, args: SWITCHES, userDataDir: profile, timeout: 60_000 });
}

const SCRIPTS = dirname(fileURLToPath(import.meta.resolve('replaywebpage/index.html')));

export interface ReplayServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `/archive.wacz`, and a page that embeds one address of it as it was at one instant: `/?url=…&ts=…`. */
export async function serveReplay(wacz: string): Promise<ReplayServer> {
  const bytes = await readFile(wacz);
  const server = createServer((request, response) => void answer(request, response, bytes));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // Not a string: that is for pipes.
  return { origin: `http://127.0.0.1:${port}`, close: () => close(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, wacz: Buffer): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/') return send(response, 'text/html; charset=utf-8', embedding(searchParams));
  if (pathname === '/archive.wacz') return sendRange(request, response, wacz);
  if (pathname === '/ui.js' || pathname === '/replay/sw.js')
    return send(response, 'text/javascript', await readFile(join(SCRIPTS, pathname.replace(/^.*\//u, ''))));
  response.writeHead(404).end();
}

function embedding(asked: URLSearchParams): string {
  const [url, ts] = [asked.get('url') ?? '', asked.get('ts') ?? ''].map((text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
  const embed = `<replay-web-page source="/archive.wacz" url="${url}" ts="${ts}" replaybase="/replay/" embed="replayonly"></replay-web-page>`;
  return `<!doctype html><meta charset="utf-8"><script src="/ui.js"></script><body style="height:100vh">${embed}`;
}

/** Stretches as RFC 9110 (14.1.2) has them: one that reaches beyond the file ends with it. */
function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', 'application/zip');
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/u.exec(request.headers.range ?? '') ?? [];
  if (first === '' && last === '') return void response.end(request.method === 'HEAD' ? undefined : bytes);
  const from = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  response.setHeader('Content-Range', from > to ? `bytes */${bytes.length}` : `bytes ${from}-${to}/${bytes.length}`);
  response.setHeader('Content-Length', from > to ? 0 : to - from + 1);
  response.statusCode = from > to ? 416 : 206;
  response.end(request.method === 'HEAD' || from > to ? undefined : bytes.subarray(from, to + 1));
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.setHeader('Content-Type', type);
  response.end(body);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
