/** The two outlets of the month: their pages before and after the redesign. */
import type { Markup } from '../markup.ts';
import type { Noise } from '../noise.ts';
import type { Outlet } from '../outlet.ts';
import { vietnamnet } from '../vietnamnet.ts';
import { vietnamplus } from '../vietnamplus.ts';
import { earlierPage } from './earlierVietnamplus.ts';
import type { MonthOutlet, MonthScript } from './script.ts';
import type { Listed } from './standing.ts';

export const OUTLETS: Readonly<Record<MonthOutlet, Outlet>> = { vietnamplus, vietnamnet };

export const HOSTS: readonly string[] = Object.values(OUTLETS).map(({ host }) => host);

/** The outlet that a host belongs to. */
export function outletAt(host: string): MonthOutlet | undefined {
  return (['vietnamplus', 'vietnamnet'] as const).find((name) => OUTLETS[name].host === host);
}

/** An article's page in the markup of that minute. */
export function pageAt({ redesign }: MonthScript, { article, edition }: Listed, noise: Noise, minute: number): Markup {
  const isEarlier = article.outlet === redesign.outlet && minute < redesign.minute;
  return isEarlier ? earlierPage(edition, noise) : OUTLETS[article.outlet].articlePage(edition, noise);
}

/** Where an article stands, on its host. */
export function pathOf({ article, edition }: Listed): string {
  return OUTLETS[article.outlet].pathOf(edition.slug, article.number);
}
