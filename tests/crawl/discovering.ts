/** Asking a seed of a small paper for its articles, without a network. */
import type { Seed, SeedKind } from '../../src/article/seed.ts';
import { unknownSite, type Site } from '../../src/article/site.ts';
import { discover, type Discovery } from '../../src/crawl/discover.ts';

export const baosong: Site = {
  ...unknownSite('baosong.example'),
  name: 'baosong',
  utcOffset: '+07:00',
  hosts: ['baosong.example', 'www.baosong.example'],
  articleNumbers: ['-post(?<number>\\d+)\\.html$'],
};

export const NOW = new Date('2026-11-22T00:00:00Z');

export interface Asked {
  readonly kind?: SeedKind;
  readonly at?: string;
  readonly url?: string;
  readonly articles?: string;
  readonly site?: Site;
  readonly contentType?: string;
}

/** What is found in a text or bytes at `https://baosong.example/seed`. */
export async function discovered(content: string | Uint8Array, asked: Asked = {}): Promise<Discovery> {
  const { kind = 'sitemap', url: address = 'https://baosong.example/seed', at = address, articles, site = baosong, contentType } = asked;
  const seed: Seed = { kind, url: address, ...(articles === undefined ? {} : { articles }) };
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return discover(seed, { url: new URL(at), bytes, contentType }, { site, sites: [site], now: NOW });
}

/** The same, told in lines: `1 2026-11-21T01:00:00Z Tiêu đề`. */
export async function lines(content: string | Uint8Array, asked: Asked = {}): Promise<string[]> {
  const { found } = await discovered(content, asked);
  return found.map(({ article, lastModified, publishedAt, title }) =>
    [article.id, lastModified, publishedAt, title].filter((part) => part !== undefined).join(' '),
  );
}

export function urlset(...urls: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('\n')}</urlset>`;
}

export function url(number: number, more = ''): string {
  return `<url><loc>https://baosong.example/tin-post${number}.html</loc>${more}</url>`;
}
