/**
 * robots.txt by RFC 9309: what a newsroom asks of crawlers, and of us by name.
 *
 * Read in favour of the newsroom where people write it wrongly: a misspelt `Dissallow` and a line without its colon count.
 */
import { decidingRule, ruleOf, type Line } from './robotsRule.ts';

/** Our name in robots.txt: `User-agent: baoluu`. */
export const PRODUCT_TOKEN = 'baoluu';

/** RFC 9309, section 2.5: no more is read than this. */
export const MOST_ROBOTS_BYTES = 500 * 1024;

const LONGEST_CRAWL_DELAY_SECONDS = 120;

export interface Robots {
  /** Whether a path with its query may be asked for. */
  allows(path: string): boolean;
  /** The line or the state that forbids a path, for a person; undefined where nothing does. */
  refusal(path: string): string | undefined;
  readonly crawlDelaySeconds?: number;
  /** In the order of the file; they are for all crawlers. */
  readonly sitemaps: readonly string[];
}

/**
 * What the answer to `/robots.txt` means (RFC 9309, section 2.3.1), the redirects having been followed by the caller;
 * a status undefined where no answer came. 429 is no "there is none": it is a request to stay away, and it would be
 * kept for a day.
 */
export function robotsOf(status: number | undefined, bytes: Uint8Array, productToken = PRODUCT_TOKEN): Robots {
  if (status === undefined) return closed('robots.txt could not be fetched');
  if (status >= 200 && status < 300) return rulesOf(bytes, productToken);
  // A redirect that is left over means: more than five of them (section 2.3.1.2).
  if (status >= 300 && status < 500 && status !== 429) return { allows: () => true, refusal: () => undefined, sitemaps: [] };
  return closed(`robots.txt was answered with ${status}`);
}

function closed(why: string): Robots {
  return { allows: () => false, refusal: () => why, sitemaps: [] };
}

interface Group {
  readonly agents: string[];
  readonly lines: Line[];
}

function rulesOf(bytes: Uint8Array, productToken: string): Robots {
  const lines = linesOf(bytes);
  const mine = ownLines(groupsOf(lines), productToken.toLowerCase());
  const rules = mine.flatMap(ruleOf);
  const delay = crawlDelay(mine);
  const refusal = (path: string): string | undefined => {
    const deciding = decidingRule(rules, path);
    return deciding === undefined || deciding.allow ? undefined : `robots.txt says "${deciding.written}"`;
  };
  return {
    allows: (path) => refusal(path) === undefined,
    refusal,
    ...(delay === undefined ? {} : { crawlDelaySeconds: delay }),
    sitemaps: lines.filter(({ key, value }) => key === 'sitemap' && URL.canParse(value)).map(({ value }) => value),
  };
}

function linesOf(bytes: Uint8Array): Line[] {
  const text = new TextDecoder().decode(bytes.subarray(0, MOST_ROBOTS_BYTES)); // Takes a byte-order mark off.
  if (/^\s*</u.test(text)) return []; // A page for readers: a login, or a front page for every address.
  const lines = text.split(/\r\n?|\n/u);
  // Half a line could say less than the whole one, or more.
  if (bytes.length > MOST_ROBOTS_BYTES) lines.pop();
  return lines.flatMap(lineOf);
}

function lineOf(text: string): Line[] {
  const [, written = '', value = ''] = /^\s*([^:#]*?)\s*:\s*([^#]*)/u.exec(text) ?? /^\s*([^\s#]+)\s+([^#]*)/u.exec(text) ?? [];
  const key = written.toLowerCase().replace(/[\s_]+/gu, '-');
  return key === '' ? [] : [{ key: SPELLINGS[key] ?? key, value: value.trim() }];
}

const SPELLINGS: Readonly<Record<string, string>> = {
  useragent: 'user-agent',
  dissallow: 'disallow',
  dissalow: 'disallow',
  disalow: 'disallow',
  diasllow: 'disallow',
  disallaw: 'disallow',
  crawldelay: 'crawl-delay',
  'site-map': 'sitemap',
};

// Section 2.1: user-agent lines that follow each other begin one group. `Crawl-delay` ends that beginning as a rule does,
// though the RFC doesn't know it: else `User-agent: *` with a delay alone would take over the rules of the next group.
function groupsOf(lines: readonly Line[]): Group[] {
  const groups: Group[] = [];
  let isHead = false;
  for (const line of lines) {
    if (line.key === 'user-agent') {
      if (!isHead) groups.push({ agents: [], lines: [] });
      groups.at(-1)?.agents.push(tokenOf(line.value));
      isHead = true;
    } else if (line.key === 'allow' || line.key === 'disallow' || line.key === 'crawl-delay') {
      groups.at(-1)?.lines.push(line);
      isHead = false;
    }
  }
  return groups;
}

// `baoluu/1.0 (+https://…)` means baoluu.
function tokenOf(agent: string): string {
  return agent.startsWith('*') ? '*' : (/^[a-z_-]+/u.exec(agent.toLowerCase())?.[0] ?? '');
}

// Section 2.2.1: the groups of the most specific name are taken together; without one, those of `*`.
function ownLines(groups: readonly Group[], token: string): Line[] {
  const names = groups
    .flatMap(({ agents }) => agents)
    .filter((agent) => agent !== '' && (token === agent || token.startsWith(`${agent}-`)));
  const name = names.toSorted((a, b) => b.length - a.length)[0] ?? '*';
  return groups.filter(({ agents }) => agents.includes(name)).flatMap(({ lines }) => lines);
}

function crawlDelay(lines: readonly Line[]): number | undefined {
  const delays = lines
    .filter(({ key, value }) => key === 'crawl-delay' && /^\d+(?:\.\d+)?$/u.test(value))
    .map(({ value }) => Number(value));
  return delays.length === 0 ? undefined : Math.min(Math.max(...delays), LONGEST_CRAWL_DELAY_SECONDS);
}
