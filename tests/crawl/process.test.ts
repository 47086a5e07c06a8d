/** What a crawl does to its process: tried in a process of its own, with the built program. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FetchOptions } from '../../src/crawl/fetch.ts';
import { CERTIFICATE_FILE, selfSigned } from './certificate.ts';
import { html, origin, USER_AGENT } from './origin.ts';

interface Told {
  readonly url: string;
  readonly status?: number;
  readonly kind?: string;
}

interface Ran {
  readonly told: readonly Told[];
  readonly exit: number | null;
  readonly output: string;
  readonly errors: string;
  /** What lies in the folder that it ran in, and below. */
  readonly left: readonly string[];
}

/** Beside fetch options: files that lie in the folder, and what Ctrl-C does, which is then pressed whenever a page is recorded. */
interface More extends Partial<FetchOptions> {
  readonly files?: Readonly<Record<string, string>>;
  readonly interrupts?: 'stop' | 'ignore';
}

const FETCH = new URL('../../dist/crawl/fetch.js', import.meta.url).href;

// Ctrl-C is answered as a command does: by a signal that ends the crawl gently, or not at all.
const CRAWL = `
import { writeFileSync } from 'node:fs';
const { fetchPages } = await import(process.env.FETCH);
const { visits, options, interrupts } = JSON.parse(process.env.CRAWL);
const stop = new AbortController();
if (interrupts) process.on('SIGINT', () => interrupts === 'stop' && stop.abort());
const told = [];
await fetchPages(
  visits.map((url) => ({ url: new URL(url), delayMs: 0, allowPrivate: true })),
  { ...options, clock: { now: () => new Date(), steady: () => performance.now(), sleepUntil: (at) => new Promise((done) => void setTimeout(done, at - performance.now())) }, log: (line) => console.error(line), signal: stop.signal },
  async (visit, { page, failure }) => {
    if (interrupts) process.kill(process.pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
    told.push({ url: visit.url.href, status: page?.status, kind: failure?.kind });
  },
);
writeFileSync(process.env.TOLD, JSON.stringify(told));
`;

async function crawl(visits: readonly string[], env: Record<string, string> = {}, more: More = {}): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'baoluu-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const limits = {
    maxWireBytes: 1e6,
    maxBodyBytes: 1e6,
    connectTimeoutMs: 9000,
    responseTimeoutMs: 9000,
    bodyTimeoutMs: 9000,
    maxRedirects: 10,
  };
  const { interrupts, files = {}, ...others } = more;
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const options = { ...limits, userAgent: USER_AGENT, allowPrivate: false, resolve: [], concurrency: 4, ...others };
  const told = join(folder, 'told.json');
  const child = spawn(process.execPath, ['--input-type=module', '-e', CRAWL], {
    cwd: folder,
    env: { FETCH, TOLD: told, CRAWL: JSON.stringify({ visits, options, interrupts }), ...env },
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const exit = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return { told: left.includes('told.json') ? (JSON.parse(readFileSync(told, 'utf8')) as Told[]) : [], exit, output, errors, left };
}

test('a crawl leaves no folder behind, prints nothing, needs no "ps", and ends by itself', async () => {
  const { url } = await origin(html);
  const { told, exit, output, errors, left } = await crawl([`${url}/a`, 'http://127.0.0.1:1/'], { PATH: '/nowhere' });
  expect(told).toEqual([{ url: `${url}/a`, status: 200 }, expect.objectContaining({ kind: 'connect' })]);
  expect({ exit, output, errors, left }).toEqual({ exit: 0, output: '', errors: '', left: ['told.json'] });
});

test('neither Crawlee’s environment nor its file in the folder can make it clear what it takes for its own storage', async () => {
  const { url } = await origin(html);
  const archived = 'storage/key_value_stores/default/tin.json';
  const files = { 'crawlee.json': '{"persistStorage":true,"purgeOnStart":true}', [archived]: '{}' };
  const env = { CRAWLEE_PERSIST_STORAGE: '1', CRAWLEE_PURGE_ON_START: '1', CRAWLEE_LOG_LEVEL: 'DEBUG' };
  const { told, exit, output, left } = await crawl([url], env, { files });
  expect(told).toHaveLength(1);
  expect({ exit, output }).toEqual({ exit: 0, output: '' });
  const folders = ['storage', 'storage/key_value_stores', 'storage/key_value_stores/default'];
  expect(left).toEqual(['crawlee.json', ...folders, archived, 'told.json']);
});

test('Ctrl-C is the command’s business: the page under way is recorded, and nothing more is asked for', async () => {
  const { url, asked } = await origin(html);
  const { told, exit, errors } = await crawl([`${url}/a`, `${url}/b`], {}, { interrupts: 'stop' });
  expect(told).toEqual([{ url: `${url}/a`, status: 200 }]);
  expect(asked).toHaveLength(1);
  expect({ exit, errors }).toEqual({ exit: 0, errors: '' });
});

test('Ctrl-C that the command ignores is ignored', async () => {
  const { url } = await origin(html);
  const { told, exit, errors } = await crawl([`${url}/a`, `${url}/b`], {}, { interrupts: 'ignore' });
  expect(told.map(({ status }) => status)).toEqual([200, 200]);
  expect({ exit, errors }).toEqual({ exit: 0, errors: '' });
});

test('a certificate is believed where its authority is, and for its own names only', async () => {
  const seen: unknown[] = [];
  const server = createTlsServer(selfSigned, (request, response) => {
    // What the name was that the client asked for within TLS; `servername` is not in the types of a plain socket.
    seen.push([request.headers.host, Reflect.get(request.socket, 'servername')]);
    response.end('Giá vàng tăng.');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const resolve = [{ host: '*', port, address: '127.0.0.1' }];
  const { told } = await crawl(
    [`https://vietnamnet.test:${port}/`, `https://vietnamplus.test:${port}/`],
    { NODE_EXTRA_CA_CERTS: CERTIFICATE_FILE },
    { resolve },
  );
  const of = (name: string): Told | undefined => told.find(({ url }) => url.includes(name));
  expect(of('vietnamnet')?.status).toBe(200);
  expect(of('vietnamplus')?.kind).toBe('tls');
  expect(seen).toEqual([[`vietnamnet.test:${port}`, 'vietnamnet.test']]);
});
