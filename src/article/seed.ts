/** Where a site's crawl starts, and how often its articles are looked at again. */

export const SEED_KINDS = ['newsSitemap', 'sitemap', 'monthlySitemap', 'feed', 'section'] as const;

export type SeedKind = (typeof SEED_KINDS)[number];

/** A URL that is asked again and again for articles that nobody has seen yet. */
export interface Seed {
  readonly kind: SeedKind;
  /**
   * The address in full. Of a monthly sitemap, with `{year}`, `{month}` (`03`) or `{m}` (`3`), and `{part}` (`01`) where
   * a month has several files.
   */
  readonly url: string;
  /** Of a monthly sitemap: the first month that there is, `2010-01`. */
  readonly since?: string;
  /** A regular expression (flags `iu`) for the path of articles that show no number, beside the site's article numbers. */
  readonly articles?: string;
}

/** When articles are looked at again: `factor` × the time since the last change that was seen, between two bounds. */
export interface Schedule {
  readonly minMinutes: number;
  readonly maxMinutes: number;
  readonly factor: number;
}

export const DEFAULT_SCHEDULE: Schedule = { minMinutes: 10, maxMinutes: 1440, factor: 0.15 };

/** The number of a list's second page: most outlets count from one. */
export const DEFAULT_SECOND_PAGE = 2;
