/** A small outlet on this machine that a crawl can find by its seeds, and that a test changes as it goes. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { balances } from '../../src/crawl/tally.ts';
import { newDesk, type Desk, type Ran } from './support.ts';

export interface Story {
  title: string;
  body: string;
  /** W3C date; what the sitemap says of its last change. */
  modified: string;
  status?: number;
  /** Sent with the page, and "304 Not Modified" where it is sent back. */
  etag?: string;
  /** Where it is to be found instead. */
  moved?: string;
}

interface Crawled extends Ran {
  readonly counts: Record<string, number>;
  /** found = fetched + unchanged + failed + refused + still due */
  readonly isBalanced: boolean;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const HOST = 'baosong.example';

export class Outlet {
  readonly desk: Desk;
  readonly stories = new Map<number, Story>();
  robots: Answer | string = '';
  /** By path; overrules the stories. */
  readonly answers = new Map<string, Answer>();
  /** Numbers that the front page shows, and each list's page. */
  front: number[] = [];

  constructor(desk: Desk) {
    this.desk = desk;
  }

  get origin(): string {
    return `http://${HOST}:${this.desk.newsroom.port}`;
  }

  url(number: number): string {
    return `${this.origin}/${number}.html`;
  }

  publish(number: number, more: Partial<Story> = {}): void {
    this.stories.set(number, { title: `Tin số ${number}`, body: 'Nước dâng ở hai xã.', modified: '2026-10-05T04:00:00Z', ...more });
    const answer: Answer = (request, response) => this.#story(number, request, response);
    this.desk.serve(HOST, `/${number}.html`, answer);
  }

  edit(number: number, more: Partial<Story>): void {
    Object.assign(this.stories.get(number) ?? {}, more);
  }

  /** The paths that were asked for since the last time, without robots.txt. */
  asked(): string[] {
    const paths = this.desk.newsroom.requests.slice(this.#read).map(({ path }) => path);
    this.#read = this.desk.newsroom.requests.length;
    return paths.filter((path) => path !== '/robots.txt');
  }
  #read = 0;

  async crawl(flags: readonly string[] = [], now = '2026-10-05T05:00:00.000Z'): Promise<Crawled> {
    const ran = await this.desk.run(['crawl', 'baosong', '--delay', '0', ...this.desk.pins(), ...flags], { now, isTicking: true });
    const counts = countsIn(ran.out);
    const { found = 0, fetched = 0, unchanged = 0, failed = 0, refused = 0, 'still due': stillDue = 0 } = counts;
    return { ...ran, counts, isBalanced: balances({ found, fetched, unchanged, failed, refused, stillDue }) };
  }

  serve(): void {
    this.desk.serve(HOST, '/robots.txt', (request, response) => {
      if (typeof this.robots === 'function') this.robots(request, response);
      else response.writeHead(200, { 'content-type': 'text/plain' }).end(this.robots);
    });
    this.desk.serve(HOST, '/sitemap-news.xml', (_request, response) => this.#send(response, 'application/xml', this.#sitemap()));
    this.desk.serve(HOST, '/', (_request, response) => {
      const links = this.front.map((number) => `<a href="/${number}.html">Tin</a>`).join('\n');
      this.#send(response, 'text/html; charset=utf-8', `<html><body><main>${links}</main></body></html>`);
    });
  }

  /** A list of its own under a path: a sitemap of these numbers. */
  serveSitemap(path: string, numbers: readonly number[], modified: string): void {
    this.serveText(path, sitemapOf(numbers.map((number) => [this.url(number), modified])));
  }

  serveText(path: string, text: string, status = 200): void {
    this.desk.serve(HOST, path, (_request, response) => void response.writeHead(status, { 'content-type': 'application/xml' }).end(text));
  }

  #sitemap(): string {
    return sitemapOf([...this.stories].map(([number, { modified }]) => [this.url(number), modified]));
  }

  #story(number: number, request: IncomingMessage, response: ServerResponse): void {
    const story = this.stories.get(number);
    const other = this.answers.get(`/${number}.html`);
    if (other !== undefined) return other(request, response);
    if (story?.moved !== undefined) return void response.writeHead(301, { location: story.moved }).end();
    if (story === undefined || (story.status ?? 200) !== 200) return void response.writeHead(story?.status ?? 404).end('gone');
    const headers = { 'content-type': 'text/html; charset=utf-8', ...(story.etag === undefined ? {} : { etag: story.etag }) };
    if (story.etag !== undefined && request.headers['if-none-match'] === story.etag) return void response.writeHead(304, headers).end();
    response.writeHead(200, headers).end(page(story));
  }

  #send(response: ServerResponse, type: string, body: string): void {
    response.writeHead(200, { 'content-type': type }).end(body);
  }
}

export function sitemapOf(entries: readonly (readonly [url: string, modified: string])[]): string {
  const urls = entries.map(([url, modified]) => `<url><loc>${url}</loc><lastmod>${modified}</lastmod></url>`);
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`;
}

function page({ title, body }: Story): string {
  const paragraphs = [1, 2, 3, 4].map((index) => `<p>Đoạn ${index}: ${body} Hơn 2.300 hộ dân phải dời đồ đạc lên gác trong đêm.</p>`);
  return `<html lang="vi"><body><h1>${title}</h1><time>2026-10-05T07:00:00+07:00</time><div class="story">${paragraphs.join('')}</div></body></html>`;
}

/** `found 3 = fetched 2 + …` as numbers. */
export function countsIn(out: string): Record<string, number> {
  const line = out.split('\n').findLast((each) => each.includes(' crawled ')) ?? '';
  return Object.fromEntries(
    [...line.matchAll(/(found|fetched|unchanged|failed|refused|still due) (\d+)/gu)].map(([, name = '', n]) => [name, Number(n)]),
  );
}

/** An outlet whose seeds are a news sitemap and its front page; `more` are lines of its config, `seeds` further ones. */
export async function newOutlet(more = '', seeds: (origin: string) => string = () => ''): Promise<Outlet> {
  const desk = await newDesk();
  const outlet = new Outlet(desk);
  outlet.serve();
  const text = `name: baosong
title: Báo Sông
language: vi
utcOffset: "+07:00"
hosts: [${HOST}]
articleNumbers: ['/(?<number>\\d+)\\.html$']
delaySeconds: 0.01
seeds:
  - kind: newsSitemap
    url: ${outlet.origin}/sitemap-news.xml
  - kind: section
    url: ${outlet.origin}/
${seeds(outlet.origin)}${more}
layouts:
  - name: baosong/2026
    match: [.story]
    title: [h1]
    date: [time]
    body: [.story]
`;
  await mkdir(join(desk.cwd, 'config', 'sites'), { recursive: true });
  await writeFile(join(desk.cwd, 'config', 'sites', 'baosong.yaml'), text);
  await writeFile(join(desk.cwd, 'config', 'baoluu.yaml'), 'storage: ../storage\n');
  return outlet;
}
