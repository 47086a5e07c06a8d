/** Where things stand in the archive's folder. */
import { join } from 'node:path';
import { bucketOf, type ArticleRef } from '../article/identity.ts';
import type { SnapshotName } from '../article/snapshot.ts';
import { foldersIn } from './files.ts';

export const FORMAT_FILE = 'archive.json';
export const ARTICLE_FILE = 'article.json';
export const LOCK_FILE = 'lock.sqlite';
export const CATALOGUE_FILE = 'catalogue.sqlite';

export function articlesFolder(storage: string): string {
  return join(storage, 'articles');
}

/** The sites of which there are articles, whether or not the config still knows them; none where there is no archive. */
export async function keptSites(storage: string): Promise<string[]> {
  return await foldersIn(articlesFolder(storage));
}

/** The folder of all WARC files, or of one site's. */
export function warcFolder(storage: string, site = ''): string {
  return join(storage, 'warc', site);
}

export function articleFolder(storage: string, { site, id }: ArticleRef): string {
  return join(articlesFolder(storage), site, bucketOf(id), id);
}

export function articleFile(storage: string, ref: ArticleRef): string {
  return join(articleFolder(storage, ref), ARTICLE_FILE);
}

export function snapshotFile(storage: string, ref: ArticleRef, name: SnapshotName): string {
  return join(articleFolder(storage, ref), name);
}
