/** One rule of a robots.txt, and which of several decides about a path (RFC 9309, section 2.2). */

/** A line of robots.txt that means something; its key in small letters and rightly spelt. */
export interface Line {
  readonly key: string;
  readonly value: string;
}

export interface Rule {
  readonly allow: boolean;
  /** As it is written, for a person. */
  readonly written: string;
  /** Between its stars, in the form that is compared. */
  readonly parts: readonly string[];
  readonly isAnchored: boolean;
  /** The octets by which the longest match is told. */
  readonly length: number;
}

/** The rule of a line; none where it is empty (section 2.2.2) or begins with neither a slash nor a star. */
export function ruleOf({ key, value }: Line): Rule[] {
  if (key === 'crawl-delay' || !/^[/*]/u.test(value)) return [];
  const isAnchored = value.endsWith('$');
  const pattern = isAnchored ? value.slice(0, -1) : value;
  const parts = pattern.split(/\*+/u).map(comparable);
  const written = `${key === 'allow' ? 'Allow' : 'Disallow'}: ${value.slice(0, 200)}`;
  return [{ allow: key === 'allow', written, parts, isAnchored, length: parts.join('*').length + Number(isAnchored) }];
}

/** Section 2.2.2: the most octets decide, and of two alike the one that allows. robots.txt itself is always allowed. */
export function decidingRule(rules: readonly Rule[], written: string): Rule | undefined {
  const path = comparable(written.startsWith('/') ? written : `/${written}`);
  if (path === '/robots.txt') return undefined;
  let deciding: Rule | undefined;
  for (const rule of rules) {
    const isStronger = deciding === undefined || rule.length > deciding.length || (rule.length === deciding.length && rule.allow);
    if (isStronger && matches(rule, path)) deciding = rule;
  }
  return deciding;
}

// Part after part at its first place, the last one at the end where the rule is anchored: no stars can make this slow.
function matches({ parts, isAnchored }: Rule, path: string): boolean {
  const [first = '', ...rest] = parts;
  if (!path.startsWith(first)) return false;
  const last = isAnchored ? rest.pop() : undefined;
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  if (!isAnchored) return true;
  return last === undefined ? at === path.length : path.length - last.length >= at && path.endsWith(last);
}

/**
 * Section 2.2.2: octets outside ASCII are percent-encoded, encoded ones that need not be are decoded, and `*` and `$` that
 * mean themselves are written `%2A` and `%24`.
 */
function comparable(path: string): string {
  return path
    .toWellFormed()
    .replace(/[^\u0021-\u007e]+/gu, encodeURIComponent)
    .replace(/[*$]/gu, (mark) => (mark === '*' ? '%2A' : '%24'))
    .replace(/%([\da-f]{2})/giu, (encoded, hex: string) => {
      const character = String.fromCodePoint(Number.parseInt(hex, 16));
      return /[\w.~-]/u.test(character) ? character : encoded.toUpperCase();
    });
}
