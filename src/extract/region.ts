/**
 * The part of a page that its layout reads, cut out without making a tree of the page: head lines, lead, body, captions, and what the
 * page says of itself for machines, each with the start tags of the elements around it. Of all else only the names of elements are left.
 *
 * The layout reads the same on the region as on the page (`tests/extract/region.test.ts`), so that of two pages with the same region
 * it reads the same. That is what a visit asks: most of what differs between two visits is advertising, teasers and counters.
 */
import { createHash } from 'node:crypto';
import type { Site } from '../article/site.ts';
import { flatten } from './flatten.ts';
import { candidatesFor, regionRulesOf, type RegionRule, type RegionRules } from './regionRules.ts';
import { scanTags, type Tag } from './scan.ts';
import { tagNamed, type Tag as Kind } from './tags.ts';
import { isVeiled, mayBe, mayFit, type Met } from './startTag.ts';
import { EXTRACTOR_VERSION } from './version.ts';

/**
 * The region's SHA-256 in hex, together with who reads it: another layout, other rules or another extractor give another one.
 * @param layout the name of the layout that reads the page, as its reading tells it
 * @returns undefined where the region can't be told for sure; the page is to be read then
 */
export function regionDigest(html: string, site: Site, layout: string): string | undefined {
  const region = regionOf(html, site, layout);
  if (region === undefined) return undefined;
  return createHash('sha256')
    .update(`${EXTRACTOR_VERSION} ${layout} ${rulesDigest(site)}\n${region}`)
    .digest('hex');
}

const digests = new WeakMap<Site, string>();

function rulesDigest(site: Site): string {
  const { layouts, bodyLayouts, utcOffset } = site;
  const known = digests.get(site);
  const digest = known ?? createHash('sha256').update(JSON.stringify({ layouts, bodyLayouts, utcOffset })).digest('hex');
  if (known === undefined) digests.set(site, digest);
  return digest;
}

/** The region as a page of its own; undefined where it can't be told for sure. */
export function regionOf(html: string, site: Site, layout: string): string | undefined {
  const rules = regionRulesOf(site, layout);
  if (rules === undefined) return undefined;
  // The tree is made of the flattened page, in which tags in attributes' values count, too.
  const flat = flatten(html);
  const cut = new Cut(flat, rules);
  return scanTags(flat, (tag) => cut.take(tag)) ? cut.end() : undefined;
}

/** The parser stops nesting a little later. */
const DEEPEST = 500;

/** An element that is open: where it began, and what was cut out of it so far. */
interface Open extends Met {
  readonly drawings: number;
  /** What is left of the elements in it. */
  cut: string;
  /** Something in it is read, or itself. */
  isRead: boolean;
  /** All of it is read. */
  isWhole: boolean;
}

class Cut {
  readonly #html: string;
  readonly #rules: RegionRules;
  readonly #open: Open[] = [];
  readonly #kinds = new Map<string, Kind>();
  /** Whether `<path/>` ends itself, the innermost first. */
  readonly #drawings: boolean[] = [];
  /** Elements that another one's start has ended. */
  readonly #endedEarly = new Set<string>();
  /** The outermost of the open elements that are read whole. */
  #whole: Open | undefined;
  #innermost: Open | undefined;
  #cut = '';
  #hasBody = false;
  #ended = 0;
  #isSure = true;

  constructor(html: string, rules: RegionRules) {
    this.#html = html;
    this.#rules = rules;
  }

  /** Takes the next tag in. @returns false where the region can't be told for sure */
  take(tag: Tag): boolean {
    if (tag.isEnd) this.#endTag(tag);
    else this.#startTag(tag);
    return this.#isSure && this.#open.length + this.#ended < DEEPEST;
  }

  end(): string | undefined {
    const isSure = this.#isSure && this.#hasBody && this.#whole === undefined;
    while (this.#open.length > 0) this.#leave(this.#html.length);
    return isSure && this.#isSure ? this.#cut : undefined;
  }

  #startTag(tag: Tag): void {
    const { closes, isVoid, isForeign } = this.#kindOf(tag.name);
    while (this.#innermost !== undefined && closes?.has(this.#innermost.tag.name) === true) {
      this.#endedEarly.add(this.#innermost.tag.name);
      this.#leave(tag.start);
    }
    if (isVoid) return this.#lone(tag);
    const drawings = this.#drawings.length;
    if (isForeign !== undefined) this.#drawings.unshift(isForeign);
    if (tag.name === 'body') this.#hasBody = true;
    this.#enter(tag, drawings);
    if (tag.endsItself && this.#drawings[0] === true) this.#leave(tag.end, tag.end);
  }

  #endTag(tag: Tag): void {
    const { isVoid, isForeign } = this.#kindOf(tag.name);
    if (isForeign !== undefined) this.#drawings.shift();
    const place = isVoid ? -1 : this.#placeOf(tag.name);
    if (place === -1) return this.#stray(tag);
    while (this.#open.length > place + 1) this.#leave(tag.start);
    this.#leave(tag.start, tag.end);
  }

  #kindOf(name: string): Kind {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const kind = tagNamed(name);
    this.#kinds.set(name, kind);
    return kind;
  }

  #placeOf(name: string): number {
    let place = this.#open.length - 1;
    while (place >= 0 && this.#open[place]?.tag.name !== name) place -= 1;
    return place;
  }

  /** An end tag that ends nothing: what the parser makes of it, it makes of it again. */
  #stray({ name, start, end }: Tag): void {
    // Of `<p>…<div>…</p></div>` it is not plain what the `</p>` ends.
    if (this.#endedEarly.has(name)) this.#isSure = false;
    if (this.#whole === undefined) this.#add(this.#html.slice(start, end));
  }

  /** An element that has no end. */
  #lone(tag: Tag): void {
    if (this.#whole !== undefined) return;
    const rules = this.#rulesFor({ html: this.#html, tag, around: this.#innermost });
    this.#add(rules.length > 0 ? this.#html.slice(tag.start, tag.end) : `<${tag.name}>`);
    this.#readAround(rules);
  }

  #enter(tag: Tag, drawings: number): void {
    const open: Open = { html: this.#html, tag, around: this.#innermost, drawings, cut: '', isRead: false, isWhole: false };
    if (this.#whole === undefined) {
      const rules = this.#rulesFor(open);
      open.isRead = rules.length > 0;
      open.isWhole = rules.some(({ extent }) => extent !== 'tag');
      this.#readAround(rules);
      if (open.isWhole) this.#beginWhole(open);
    }
    this.#open.push(open);
    this.#innermost = open;
  }

  /** What is in it is not asked one by one: a caption in it may have its picture in what is around, and a selector look there. */
  #beginWhole(open: Open): void {
    this.#whole = open;
    this.#keepFrame();
    for (let each: Met | undefined = open; each !== undefined && this.#isSure; each = each.around) {
      const met = each;
      if (this.#rules.farSteps.some((step) => mayFit(met, step))) this.#isSure = false;
    }
  }

  // The pictures beside a caption are looked for in the figure or table around it.
  #readAround(rules: readonly RegionRule[]): void {
    if (rules.length === 0) return;
    this.#markRead();
    if (rules.some(({ extent }) => extent === 'frame')) this.#keepFrame();
  }

  #keepFrame(): void {
    const frame = this.#open.findLast(({ tag: { name } }) => name === 'figure' || name === 'table');
    if (frame !== undefined) frame.isWhole = true;
  }

  #markRead(): void {
    if (this.#innermost !== undefined) this.#innermost.isRead = true;
  }

  #add(piece: string): void {
    if (this.#innermost === undefined) this.#cut += piece;
    else this.#innermost.cut += piece;
  }

  /** Ends the innermost element. @param at where its content ends @param end where its end tag does; undefined where it has none */
  #leave(at: number, end?: number): void {
    const open = this.#open.pop();
    this.#innermost = this.#open.at(-1);
    if (open === undefined) return;
    if (end === undefined) this.#ended += 1;
    if (this.#whole !== undefined && this.#whole !== open) return;
    this.#whole = undefined;
    if (open.isWhole) this.#keepWhole(open, at, end);
    else if (open.isRead) this.#keepAround(open);
    else this.#leaveOut(open);
  }

  #keepWhole({ tag }: Open, at: number, end: number | undefined): void {
    this.#add(end === undefined ? `${this.#html.slice(tag.start, at)}</${tag.name}>` : this.#html.slice(tag.start, end));
    this.#markRead();
  }

  #keepAround(open: Open): void {
    const { tag, cut } = open;
    if (this.#rules.farDrops.some(({ chain }) => mayBe(open, chain))) this.#isSure = false;
    this.#add(`${this.#html.slice(tag.start, tag.end)}${cut}</${tag.name}>`);
    this.#markRead();
  }

  #leaveOut({ tag, drawings }: Open): void {
    if (drawings !== this.#drawings.length) this.#isSure = false;
    this.#add(`<${tag.name}></${tag.name}>`);
  }

  #rulesFor(met: Met): readonly RegionRule[] {
    const candidates = candidatesFor(met.tag, this.#rules);
    const rules = candidates.length === 0 ? candidates : candidates.filter(({ chain }) => mayBe(met, chain));
    if (isVeiled(met.tag) || rules.some(({ isFar }) => isFar)) this.#isSure = false;
    return rules;
  }
}
