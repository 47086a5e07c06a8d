/** How long a host is left alone: what it asks for itself, what its failures teach, and the breaker that remembers them. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** No wait is longer, whoever asks for it. */
export const LONGEST_REST_MS = DAY_MS;

/** The failures in a row after which a host is no longer asked as if nothing had happened. */
const FAILURES_TO_OPEN = 5;

const FIRST_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = 10 * MINUTE_MS;
const FIRST_REST_MS = 15 * MINUTE_MS;

/** A probe whose process was killed blocks no other one for longer. */
const PROBE_MS = 10 * MINUTE_MS;

/**
 * What is known of a host's health; plain data, kept over runs. Times are milliseconds since 1970.
 * Closed: it is asked, after a failure not before `notBefore`. Open: it is not asked until `until`. Half open: one visit
 * is under way to see how it is, and nobody else asks until that one is back, or `until`.
 */
export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number; readonly notBefore: number }
  | { readonly kind: 'open' | 'half-open'; readonly trips: number; readonly until: number };

export const WELL: Breaker = { kind: 'closed', failures: 0, notBefore: 0 };

/** May the host be asked: if so, the breaker to write down before asking; if not, when to come again. */
export type Turn = { readonly may: true; readonly breaker: Breaker } | { readonly may: false; readonly notBefore: number };

export function turnOf(breaker: Breaker, now: number): Turn {
  const notBefore = breaker.kind === 'closed' ? breaker.notBefore : breaker.until;
  if (isAhead(notBefore, now)) return { may: false, notBefore };
  return { may: true, breaker: breaker.kind === 'closed' ? breaker : { kind: 'half-open', trips: breaker.trips, until: now + PROBE_MS } };
}

export interface Failure {
  readonly now: number;
  /** What the host asked for itself, by `Retry-After`. */
  readonly askedMs?: number | undefined;
  /** 0 to 1, so that hosts and processes don't come back in one step. */
  readonly jitter: number;
}

/** The breaker after a visit that strained the host, or failed to reach it. */
export function afterFailure(breaker: Breaker, { now, askedMs = 0, jitter }: Failure): Breaker {
  const rest = (ms: number) => now + Math.min(Math.max(ms, askedMs), LONGEST_REST_MS);
  const failures = breaker.kind === 'closed' ? breaker.failures + 1 : FAILURES_TO_OPEN;
  if (failures < FAILURES_TO_OPEN) return { kind: 'closed', failures, notBefore: rest(waitMs(failures, jitter)) };
  const trips = breaker.kind === 'closed' ? 1 : breaker.trips + (breaker.kind === 'half-open' ? 1 : 0);
  const until = rest(doubled(FIRST_REST_MS, trips, LONGEST_REST_MS, jitter));
  // What was under way when the breaker opened says nothing new, but a longer rest that it asks for counts.
  return {
    kind: 'open',
    trips,
    until: breaker.kind === 'open' ? Math.max(breaker.until, now + Math.min(askedMs, LONGEST_REST_MS)) : until,
  };
}

/** The breaker after a visit that was answered well; a late answer from before doesn't close an open one. */
export function afterSuccess(breaker: Breaker): Breaker {
  return breaker.kind === 'open' ? breaker : WELL;
}

/** Exponential back-off: 30 s, 1, 2, 4, 8, 10 minutes, of which the jitter takes up to a half. */
export function waitMs(failures: number, jitter: number): number {
  return doubled(FIRST_WAIT_MS, failures, LONGEST_WAIT_MS, jitter);
}

/** Whether a status says that the host has too much to do, or is ill. */
export function isStrain(status: number): boolean {
  return status === 429 || status === 408 || (status >= 500 && status < 600);
}

/**
 * `Retry-After` in milliseconds (RFC 9110, section 10.2.3): seconds, or an HTTP date in any of its three forms. At
 * most a day; 0 for a date that is past; undefined where it is neither.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const written = header?.trim() ?? '';
  if (/^\d+$/u.test(written)) return Math.min(Number(written) * SECOND_MS, LONGEST_REST_MS);
  const date = httpDate(written, now);
  return date === undefined ? undefined : Math.min(Math.max(0, date - now), LONGEST_REST_MS);
}

// A clock that was set back, or a value that was damaged, must not silence a host for years.
function isAhead(time: number, now: number): boolean {
  return time > now && time - now <= LONGEST_REST_MS;
}

function doubled(first: number, times: number, longest: number, jitter: number): number {
  const whole = Math.min(first * 2 ** Math.min(Math.max(times, 1) - 1, 30), longest);
  return Math.round(whole * (0.5 + Math.min(Math.max(jitter, 0), 1) / 2));
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`;

// RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
const HTTP_DATES = [
  new RegExp(String.raw`^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${TIME} GMT$`, 'u'),
  new RegExp(String.raw`^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) ${TIME} GMT$`, 'u'),
  new RegExp(String.raw`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) ${TIME} (?<year>\d{4})$`, 'u'),
];

function httpDate(written: string, now: number): number | undefined {
  const groups = HTTP_DATES.map((shape) => shape.exec(written)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return undefined;
  const { day, month = '', year = '', hour, minute, second } = groups;
  const [monthIndex, dayNumber] = [MONTHS.indexOf(month), Number(day)];
  const date = new Date(Date.UTC(fullYear(year, now), monthIndex, dayNumber, Number(hour), Number(minute), Number(second)));
  return monthIndex === -1 || date.getUTCDate() !== dayNumber || date.getUTCHours() !== Number(hour) ? undefined : date.getTime();
}

// Section 5.6.7: two digits that would lie more than fifty years ahead are the century before.
function fullYear(written: string, now: number): number {
  if (written.length === 4) return Number(written);
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(written);
  return year > thisYear + 50 ? year - 100 : year;
}
