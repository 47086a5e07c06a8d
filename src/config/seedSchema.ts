/** What a site file says of where to start and how often to look again. */
import type * as z from 'zod';
import { DEFAULT_SCHEDULE, SEED_KINDS } from '../article/seed.ts';
import { fieldOf, listAt } from './dataOf.ts';
import * as value from './values.ts';

const PLACEHOLDER = /\{[^}]*\}?|\}/gu;

export function seed() {
  return value.mapping('a seed', {
    kind: value
      .oneOf(SEED_KINDS)
      .describe('What stands there: newsSitemap (the latest days), sitemap (or an index of sitemaps), monthlySitemap, feed or section.'),
    url: value
      .shaped('an address in full, such as https://www.example.vn/', /^https?:\/\/[^\s/]+\/\S*$/u)
      .describe(
        'The address in full; of a monthly sitemap with {year}, with {month} (03) or {m} (3), and {part} (01) where a month has several.',
      ),
    since: value
      .shaped('a month such as "2010-01"', /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/u)
      .exactOptional()
      .describe('Of a monthly sitemap: the first month that there is.'),
    articles: value
      .pattern()
      .exactOptional()
      .describe('A regular expression (flags iu) for the path of articles that show no number, beside articleNumbers.'),
  });
}

export function schedule() {
  const { minMinutes, maxMinutes, factor } = DEFAULT_SCHEDULE;
  return value.mapping('a schedule', {
    minMinutes: value.number(1, 525_600).default(minMinutes).describe('The shortest time until an article is looked at again.'),
    maxMinutes: value.number(1, 525_600).default(maxMinutes).describe('The longest time until an article is looked at again.'),
    factor: value
      .number(0.001, 10)
      .default(factor)
      .describe('The time until an article is looked at again, as a share of the time since its last change was seen.'),
  });
}

/** Each address in full on a host of the site, with the parts that its kind needs, and none twice. */
export function checkSeeds(site: unknown, context: z.RefinementCtx): void {
  const hosts = listAt(site, 'hosts');
  const seen = new Set<string>();
  for (const [index, each] of listAt(site, 'seeds').entries()) {
    const url = fieldOf(each, 'url');
    if (typeof url !== 'string' || !URL.canParse(url)) continue;
    const complain = (key: string, message: string, input: unknown) =>
      context.addIssue({ code: 'custom', path: ['seeds', index, key], message, input });
    if (seen.has(url)) complain('url', 'an address that no other seed has', url);
    else if (hosts.length > 0 && !hosts.includes(new URL(url).hostname))
      complain('url', 'an address on one of the hosts of this site', url);
    else checkKind(String(fieldOf(each, 'kind')), url, fieldOf(each, 'since'), complain);
    seen.add(url);
  }
}

export function checkSchedule(site: unknown, context: z.RefinementCtx): void {
  const said = fieldOf(site, 'schedule');
  const [least, most] = [fieldOf(said, 'minMinutes'), fieldOf(said, 'maxMinutes')];
  if (typeof least !== 'number' || typeof most !== 'number' || least <= most) return;
  // The defaults are filled in already: what differs from them is what somebody wrote.
  const isLeastWritten = least !== DEFAULT_SCHEDULE.minMinutes;
  const message = isLeastWritten ? `at most maxMinutes, which is ${most}` : `at least minMinutes, which is ${least}`;
  const path = ['schedule', isLeastWritten ? 'minMinutes' : 'maxMinutes'];
  context.addIssue({ code: 'custom', path, message, input: isLeastWritten ? least : most });
}

function checkKind(kind: string, url: string, since: unknown, complain: (key: string, message: string, input: unknown) => void): void {
  const names: readonly string[] = url.match(PLACEHOLDER) ?? [];
  if (kind === 'monthlySitemap') {
    const isWhole = names.includes('{year}') && names.filter((name) => name === '{month}' || name === '{m}').length === 1;
    const isKnown = names.every((name) => ['{year}', '{month}', '{m}', '{part}'].includes(name)) && new Set(names).size === names.length;
    if (!isWhole || !isKnown) complain('url', 'an address with {year}, with {month} or {m}, and at most {part} besides, each once', url);
  } else {
    if (names.length > 0) complain('url', 'an address without braces (only a monthlySitemap has parts to fill in)', url);
    if (since !== undefined) complain('since', 'no such key (only a monthlySitemap has a first month)', since);
  }
}
