/** Outlets: the newspapers of the newsroom, each with its host name, its addresses and its manner of making pages. */
import type { Edition } from './edition.ts';
import type { Markup } from './markup.ts';
import type { Noise } from './noise.ts';

export interface Outlet {
  readonly host: string;
  pathOf(slug: string, number: number): string;
  articlePage(edition: Edition, noise: Noise): Markup;
  notFoundPage(noise: Noise): Markup;
}

/** An address as the public knows it: whatever the port, a page names itself like this. */
export function publicUrl(outlet: Pick<Outlet, 'host' | 'pathOf'>, { slug, number }: { slug: string; number: number }): string {
  return `https://${outlet.host}${outlet.pathOf(slug, number)}`;
}

/** `05/10/2026` and `07:12`, cut from the text: the offset is the reader's own, so nothing is to be reckoned. */
export function visibleTime(iso: string): { readonly date: string; readonly time: string } {
  return { date: iso.slice(0, 10).split('-').toReversed().join('/'), time: iso.slice(11, 16) };
}

/** A number as it is written in Vietnamese: `100.701`. */
export function grouped(number: number): string {
  return String(number).replace(/(?<=\d)(?=(?:\d{3})+$)/gu, '.');
}

/** The elements of a text: its paragraphs, with the pictures set in one by one from behind the first. */
export function interleaved(paragraphs: readonly Markup[], pictures: readonly Markup[]): Markup[] {
  const rest = pictures.slice(paragraphs.length);
  return [...paragraphs.flatMap((paragraph, index) => [paragraph, ...pictures.slice(index, index + 1)]), ...rest];
}
