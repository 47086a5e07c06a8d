/** Sitemaps of one month each: their addresses from a pattern, and the month from an address. */

export interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

/** A month's address; `part` counts from one where a month has several files. */
export function monthlyAddress(pattern: string, { year, month }: Month, part = 1): string {
  return pattern
    .replaceAll('{year}', String(year))
    .replaceAll('{month}', String(month).padStart(2, '0'))
    .replaceAll('{m}', String(month))
    .replaceAll('{part}', String(part).padStart(2, '0'));
}

/** Whether a month has several files. */
export function hasParts(pattern: string): boolean {
  return pattern.includes('{part}');
}

/** The month that an address names by this pattern, with or without the padding of `{part}`; undefined where it is none of it. */
export function monthOf(pattern: string, url: string): Month | undefined {
  const shape = pattern.replace(/[.*+?^$()|[\]\\]/gu, String.raw`\$&`).replace(/\{(\w+)\}/gu, (_, name: string) => SHAPES[name] ?? name);
  const { year, month, m } = new RegExp(`^${shape}$`, 'u').exec(url)?.groups ?? {};
  const number = Number(month ?? m);
  return year !== undefined && number >= 1 && number <= 12 ? { year: Number(year), month: number } : undefined;
}

/** All months from one to another, the latest first. */
export function monthsBack(latest: Month, earliest: Month): Month[] {
  const [to, from] = [latest, earliest].map(({ year, month }) => year * 12 + month - 1);
  const count = Math.max(0, (to ?? 0) - (from ?? 0) + 1);
  return Array.from({ length: count }, (_, back) => (to ?? 0) - back).map((index) => ({
    year: Math.floor(index / 12),
    month: (index % 12) + 1,
  }));
}

const SHAPES: Readonly<Record<string, string>> = {
  year: String.raw`(?<year>\d{4})`,
  month: String.raw`(?<month>\d{2})`,
  m: String.raw`(?<m>\d{1,2})`,
  part: String.raw`\d+`,
};
