/**
 * What a catalogue answers, whatever engine stands behind it.
 *
 * Nothing in it is evidence. What it knows of articles is made anew from their own files; what it plans (due times, turns,
 * queues) is made anew by the next crawl. Every call is one transaction that several processes may make at once. The time is
 * handed in. `tests/archive/catalogueContract.ts` holds every engine to this.
 */
import type { Content } from '../article/content.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Signature } from '../article/likeness.ts';
import type { Phrase } from '../article/query.ts';
import type { SnapshotName } from '../article/snapshot.ts';
import type { Span } from '../article/span.ts';

/** Milliseconds since 1970: for what is planned. What was seen is told as `article.json` tells it. */
export type Instant = number;

/** How `article.json` stood when it was last taken in, so that one that was changed since is noticed. */
export interface FileStamp {
  readonly modifiedMs: number;
  readonly bytes: number;
}

/** What a list says of an article. Computed from its captures, like everything here. */
export interface ArticleEntry extends ArticleRef {
  readonly title: string;
  readonly state: string;
  readonly revisions: number;
  readonly snapshots: number;
  /** First and last visit, and when the last revision was first seen; empty where there was none. */
  readonly first: string;
  readonly last: string;
  readonly lastChange: string;
  readonly url: string;
  readonly stamp: FileStamp;
}

/** A snapshot's text as it is to be found, and when it was seen. */
export interface IndexedSnapshot {
  readonly file: SnapshotName;
  readonly first: string;
  readonly last: string;
  /** What its file says, and the file's length; undefined where the text is in the catalogue already, or can't be read. */
  readonly text?: { readonly content: Content; readonly bytes: number };
}

/** The state of an article of which a file can't be read: it is listed, so that a list tells of the damage. What is sound is taken in. */
export const DAMAGED = 'damaged';

export interface IndexedArticle {
  readonly entry: ArticleEntry;
  readonly snapshots: readonly IndexedSnapshot[];
  /** When each revision was first seen and what it showed, in order. */
  readonly revisions: readonly IndexedRevision[];
}

export interface IndexedRevision {
  readonly first: string;
  readonly snapshot: SnapshotName;
}

export interface TitledSnapshot {
  readonly file: SnapshotName;
  readonly title: string;
}

export interface ListQuery {
  readonly site?: string;
  /** Also addresses at which no article was ever read. */
  readonly all?: boolean;
  readonly limit?: number;
}

export interface DamagedQuery {
  readonly site?: string;
  readonly limit: number;
}

/** The articles, in the order in which they are listed. */
export interface ArticleIndex {
  /** Whether every article of the archive is in it: not while it is being made anew. */
  isComplete(): Promise<boolean>;
  /** Begins to make it anew: the texts are emptied at once, and articles that are not taken in until `endRebuild` are no more. */
  beginRebuild(): Promise<void>;
  endRebuild(): Promise<void>;
  /** Notes that an article's files are being changed; `take` ends that. What a crash left so is to be taken in again. */
  mark(refs: readonly ArticleRef[]): Promise<void>;
  marked(): Promise<ArticleRef[]>;
  /** Takes in articles as they are now. */
  take(articles: readonly IndexedArticle[]): Promise<void>;
  /** Forgets an article whose files are gone. */
  forget(ref: ArticleRef): Promise<void>;
  entry(ref: ArticleRef): Promise<ArticleEntry | undefined>;
  /** The snapshots whose text is in it. */
  texts(ref: ArticleRef): Promise<SnapshotName[]>;
  /** The snapshot of its latest revision, as it was taken in, and that one's title. */
  latest(ref: ArticleRef): Promise<TitledSnapshot | undefined>;
  entries(query?: ListQuery): AsyncIterable<ArticleEntry>;
  /** Addresses at which no article was ever read. */
  hiddenCount(site?: string): Promise<number>;
  /** The articles that were damaged when they were taken in last, in the order in which they are listed. */
  damaged(query: DamagedQuery): Promise<ArticleRef[]>;
  /** The articles with a text in which everything stands that is looked for, the best first; of each the newest such text. */
  search(query: TextQuery): Promise<TextHit[]>;
  /** The snapshots whose signatures share the most with one, one of each article, the best first: to be compared, since it is an estimate. */
  related(query: RelatedQuery): Promise<SearchHit[]>;
  siteStatus(now: Instant, since: StatusSince): Promise<SiteStatus[]>;
}

export interface TextQuery {
  readonly phrases: readonly Phrase[];
  readonly site?: string;
  /** Only texts that were seen then or later: UTC. */
  readonly since?: string;
  readonly limit: number;
}

/** What looks like a text. */
export interface RelatedQuery {
  readonly signature: Signature;
  /** The article whose text it is. */
  readonly except: ArticleRef;
  readonly limit: number;
}

export interface SearchHit extends ArticleRef {
  readonly file: SnapshotName;
  readonly first: string;
  readonly last: string;
}

export interface TextHit extends SearchHit {
  /**
   * The revisions that show a text in which everything stands, in order, and how many revisions there are: none of them where such a text was
   * a reading of ours that another has taken the place of. Undefined where an older baoluu catalogued the article.
   */
  readonly revisions?: { readonly numbers: readonly number[]; readonly count: number };
}

/** The instants, as captures write them, since which a day's and a week's revisions are counted. */
export interface StatusSince {
  readonly day: string;
  readonly week: string;
}

export interface SiteStatus {
  readonly site: string;
  readonly articles: number;
  readonly hidden: number;
  readonly revisionsToday: number;
  readonly revisionsThisWeek: number;
  readonly dueNow: number;
  /** Addresses that seeds named and that were not asked for yet; those of old months apart. */
  readonly waiting: number;
  readonly waitingOld: number;
  readonly nextDue?: Instant;
  /** Articles for which no visit is planned. */
  readonly unplanned: number;
  /** What its texts take up on the disk. */
  readonly bytes: number;
  readonly lastRun?: Run;
}

/** Who claims something, how much, and for how long nobody else may. `owner` names one start of one process. */
export interface Claim {
  readonly owner: string;
  readonly now: Instant;
  readonly leaseMs: number;
  readonly limit: number;
}

/** What a server said of a page that it gave, for it to say "not modified" the next time. */
export interface Condition {
  /** The address that it was said of. */
  readonly url: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** The capture of that page, as `article.json` tells it. */
  readonly at: string;
  /** The part of that page that its layout read, where it could be told. */
  readonly region?: Region;
}

/** The part of a page that a layout reads: two pages with the same one say the same. */
export interface Region {
  readonly layout: string;
  readonly digest: string;
  /** When a page with it was read last, and judged: where nobody says, it is to be read. */
  readonly readAt?: string;
}

export interface DueArticle extends ArticleRef {
  readonly url: string;
  readonly dueAt: Instant;
  readonly condition?: Condition;
  /** When a front page was last seen to show it. */
  readonly onFrontAt?: Instant;
}

/** When each article is to be looked at again. */
export interface DueList {
  /**
   * Plans the next visit and gives back the claim; undefined plans none. The condition is that of the latest page, if it had one.
   * @returns when the visit was due that this takes the place of
   */
  plan(ref: ArticleRef, dueAt: Instant | undefined, condition?: Condition): Promise<Instant | undefined>;
  /** Notes that a front page shows an article. */
  noteOnFront(ref: ArticleRef, at: Instant): Promise<void>;
  /** Brings a planned visit forward. @returns false where it was due by then, or none was planned */
  hasten(ref: ArticleRef, dueAt: Instant): Promise<boolean>;
  /** How many articles of a site are due. */
  countDue(site: string, now: Instant): Promise<number>;
  /** Articles for which nothing is planned, such as all of them after the catalogue was made anew. */
  unplanned(site: string, limit: number): Promise<ArticleEntry[]>;
  /** The articles of a site that are due, the longest due first, and nobody else's until the lease ends. */
  claimDue(site: string, claim: Claim): Promise<DueArticle[]>;
  /** What `claimDue` would give, without claiming it. */
  peekDue(site: string, now: Instant, limit: number): Promise<DueArticle[]>;
}

/** What is known of a host's patience. */
export interface HostTrouble {
  /** Whether it is still asked, is left alone, or is asked once to see how it is. */
  readonly kind: 'closed' | 'open' | 'half-open';
  /** Failures in a row; where it is left alone, how many times in a row it was. */
  readonly failures: number;
  /** Nothing is asked of the host until then. */
  readonly until: Instant;
  readonly why: string;
}

export interface CachedRobots {
  readonly fetchedAt: Instant;
  readonly expiresAt: Instant;
  /** Undefined where nothing answered. */
  readonly status?: number;
  readonly text: string;
}

/** Whether a host may be asked now, or when to come again. */
export type Turn = { readonly may: true } | { readonly may: false; readonly waitMs: number };

/** What all processes must know of a host to be polite to it together. */
export interface Hosts {
  /**
   * Takes the host's turn, where nobody else has it and the gap since the end of the last one is over. Nobody else gets it
   * until `endTurn`, or until this process has ended: a turn that was never ended counts as ended when that is noticed.
   */
  takeTurn(host: string, gapMs: number, now: Instant): Promise<Turn>;
  endTurn(host: string, now: Instant): Promise<void>;
  trouble(host: string): Promise<HostTrouble | undefined>;
  /** Changes what is known of a host's trouble; undefined says that there is none. No other process's change comes between. */
  changeTrouble(host: string, change: (before: HostTrouble | undefined) => HostTrouble | undefined): Promise<HostTrouble | undefined>;
  troubles(now: Instant): Promise<(HostTrouble & { readonly host: string })[]>;
  robots(host: string): Promise<CachedRobots | undefined>;
  keepRobots(host: string, robots: CachedRobots): Promise<void>;
  /** Takes one request from a site's budget for a day. @returns false, taking nothing, where it is spent */
  spend(site: string, day: string, budget: number): Promise<boolean>;
  spent(site: string, day: string): Promise<number>;
}

/** An address that a seed named. */
export interface Discovery {
  readonly url: string;
  readonly ref: ArticleRef;
  readonly foundAt: Instant;
  readonly seed: string;
  /** The higher, the sooner. */
  readonly priority: number;
}

/** What became of a found address. A pending one may wait until a time, with the reason of its last failure. */
export type Fate =
  | { readonly state: 'fetched' }
  | { readonly state: 'refused' | 'failed'; readonly why: string }
  | { readonly state: 'pending'; readonly notBefore: Instant; readonly why: string };

export interface FoundAddress extends Discovery {
  readonly state: Fate['state'];
  readonly why?: string;
  readonly tries: number;
}

export type FateCounts = Readonly<Record<Fate['state'], number>>;

/** Which of the found addresses are meant. */
export interface Among {
  /** Not the less urgent ones. */
  readonly leastPriority?: number;
  /** Only those that were not tried since. */
  readonly untriedSince?: Instant;
  /** Only those that may be visited by then. */
  readonly freeBy?: Instant;
}

/** What is known of a seed: where a crawl looks for addresses. */
export interface SeedState {
  readonly url: string;
  readonly site: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly lastPoll: Instant;
  readonly nextPoll: Instant;
  /** Polls in a row that found nothing there. */
  readonly deadCount: number;
  /** When it was last read to its end, and everything in it taken note of. */
  readonly readAt?: Instant;
}

/** Addresses that were found and are to be fetched, and where they were found. */
export interface Discoveries {
  /**
   * Queues addresses. One that is known is not queued again, nor one of an article of which another waits, but what waits may
   * become more urgent. What was refused or failed is queued again when it is found a day later. @returns which were queued
   */
  addFound(found: readonly Discovery[]): Promise<Discovery[]>;
  /** The most urgent pending addresses of a site, among these the newest, and nobody else's until the lease ends. */
  claimFound(site: string, claim: Claim & Among): Promise<FoundAddress[]>;
  peekFound(site: string, now: Instant, limit: number, among?: Among): Promise<FoundAddress[]>;
  /** How many addresses of a site wait, those included that wait for a time to come. */
  countFound(site: string, among?: Among): Promise<number>;
  /** Gives nothing more of a host to the claims of a run: it rests. What waits there waits on. */
  passOver(site: string, host: string, run: Run): Promise<void>;
  /** Says what became of an address, and gives back the claim. */
  settle(url: string, fate: Fate, now: Instant): Promise<void>;
  /** When the next visit, of a found address or of a known article, is due. */
  nextDue(site: string, among?: Among): Promise<Instant | undefined>;
  found(url: string): Promise<FoundAddress | undefined>;
  fates(site: string): Promise<FateCounts>;
  seed(url: string): Promise<SeedState | undefined>;
  keepSeed(seed: SeedState): Promise<void>;
  seeds(site: string): Promise<SeedState[]>;
}

export interface Run {
  readonly id: number;
  readonly site: string;
  readonly begunAt: Instant;
  readonly endedAt?: Instant;
  /** `killed` where it did not come to its end, and nobody is at it any more. */
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface RunEnd {
  readonly endedAt: Instant;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Crawls of a site, one at a time over all processes. */
export interface Runs {
  /**
   * Begins a run of a site, ends what a killed one left, and frees its claims. A visit that is planned for later than `farthest`
   * was planned by a clock that has been put back since: it is due now.
   * @returns undefined where another run of the site is alive
   */
  beginRun(site: string, now: Instant, farthest?: Instant): Promise<Run | undefined>;
  endRun(run: Run, end: RunEnd): Promise<void>;
  runs(site: string, limit: number): Promise<Run[]>;
}

/** What a revision changed of the one before, in the words of whoever compared the two. */
export interface ChangeGist {
  readonly severity: string;
  readonly kinds: readonly string[];
  readonly sentence: string;
}

/** What came of comparing a revision with the one before. */
export interface ComparedRevision extends ArticleRef {
  readonly revision: number;
  readonly before: SnapshotName;
  readonly after: SnapshotName;
  readonly gist: ChangeGist;
}

export interface KnownChange extends ArticleRef {
  /** The article's latest title. */
  readonly title: string;
  readonly revision: number;
  /** When the revision was first seen. */
  readonly at: string;
  /** Undefined where the two were not compared yet, or by another version of the comparison. */
  readonly gist?: ChangeGist;
}

export interface ChangeQuery extends Span {
  /** The version of the comparison whose words count. */
  readonly version: number;
  readonly site?: string;
  /** At least one of these. */
  readonly kinds?: readonly string[];
  /** One of these. */
  readonly severities?: readonly string[];
  readonly limit: number;
}

/** What was found by comparing revisions, which costs more than asking; and how far somebody has looked. */
export interface Changes {
  /** Keeps what came of comparing, unless the revisions have become others meanwhile. They are forgotten when it is made anew. */
  noteChanges(version: number, compared: readonly ComparedRevision[]): Promise<void>;
  /** The revisions but the first ones, the newest first: those that match, and those that may, because nobody compared them yet. */
  changes(query: ChangeQuery): Promise<KnownChange[]>;
  /** Notes that a person looked at the revision that was first seen then; never an earlier one than before. */
  noteSeen(ref: ArticleRef, first: string): Promise<void>;
  seen(ref: ArticleRef): Promise<string | undefined>;
}

export interface Catalogue extends ArticleIndex, DueList, Hosts, Discoveries, Runs, Changes {
  close(): void;
}
