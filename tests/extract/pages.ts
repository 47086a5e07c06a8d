/** Our own pages with what a reader reads on them: `tests/fixtures/pages`. */
import { readdirSync, readFileSync } from 'node:fs';
import { siteOf } from '../../src/article/identity.ts';
import type { Content, Facts, FieldName, Reading } from '../../src/article/content.ts';
import { loadSites } from '../../src/config/sites.ts';
import { readPage } from '../../src/extract/read.ts';

export const sites = await loadSites(new URL('../../config/sites', import.meta.url).pathname);

const PAGES = new URL('../fixtures/pages/', import.meta.url);

export interface SavedPage {
  readonly name: string;
  readonly html: string;
  readonly url: string;
  readonly layout: string;
  readonly content?: Content;
  readonly missing?: readonly FieldName[];
  /** What is read although fields are missing: of a body that was kept without its page. */
  readonly partial?: Content;
  readonly facts?: Facts;
}

export const savedPages: readonly SavedPage[] = readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.html'))
  .toSorted()
  .map((file) => savedPage(file.replace(/\.html$/u, '')));

export function pageNamed(name: string): SavedPage {
  return savedPages.find((page) => page.name === name) ?? savedPage(name);
}

export function read(html: string, url: string): Reading {
  return readPage(html, url, siteOf(new URL(url), sites));
}

/** The content of a page that must be one. */
export function contentOf(html: string, url: string): Content {
  const reading = read(html, url);
  if ('missing' in reading) throw new Error(`missing: ${reading.missing.join(', ')}`);
  return reading.content;
}

function savedPage(name: string): SavedPage {
  const expected = JSON.parse(readFileSync(new URL(`${name}.json`, PAGES), 'utf8')) as Omit<SavedPage, 'name' | 'html'>;
  return { name, html: readFileSync(new URL(`${name}.html`, PAGES), 'utf8'), ...expected };
}
