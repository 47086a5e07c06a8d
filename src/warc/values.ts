/** The forms of values that the standard allows in named fields. */

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?Z)?)?)?$/iu;

/** A UTC time in the W3C profile of ISO 8601 that stands in the calendar (WARC 1.1, 5.4); a leap second does. */
export function isWarcDate(value: string): boolean {
  const parts = DATE.exec(value);
  if (parts === null) return false;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second <= 60;
}

/** WARC 1.0 knows one form, to the second. */
export function isWarcDate10(value: string): boolean {
  return isWarcDate(value) && value.length === 'YYYY-MM-DDThh:mm:ssZ'.length && /Z$/iu.test(value);
}

/** Has a scheme, so that it is no relative reference (RFC 3986, 3). */
export function hasScheme(uri: string): boolean {
  return /^[a-z][a-z\d+.-]*:./iu.test(uri);
}

/** Only characters that RFC 3986 allows, percent signs before two hex digits. */
export function hasUriCharacters(uri: string): boolean {
  return /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/iu.test(uri);
}

export function isMediaType(value: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+\s*(?:;.*)?$/u.test(value);
}

/** The URI between the angle brackets that identifiers stand in; undefined where there are none. */
export function inBrackets(value: string): string | undefined {
  return /^<(.*)>$/u.exec(value)?.[1];
}
