/** Which elements of a page a layout looks at: its selectors, taken apart so that a tag can be asked in passing whether it may be meant. */
import type { BodyLayout, FieldRule, Layout, Site } from '../article/site.ts';
import { CANONICAL, LANGUAGE } from './facts.ts';
import { selectorOf } from './fields.ts';
import { JSON_LD_SCRIPTS } from './jsonLd.ts';
import { queryOf, type Chain, type Step } from './query.ts';
import type { Tag } from './scan.ts';
import { keysOf } from './startTag.ts';

/** How much of an element is read: its start tag, all of it, or all of the figure or table that it stands in, too. */
export type Extent = 'tag' | 'whole' | 'frame';

/** One selector, and how much is read of what it finds. */
export interface RegionRule {
  readonly chain: Chain;
  readonly extent: Extent;
  /** Whether what stands beside an element, or in one around it, decides about it. */
  readonly isFar: boolean;
}

export interface RegionRules {
  /** Those that may find an element, by its name, id and classes: a site's pages have few of them, and each many times. */
  readonly known: Map<string, readonly RegionRule[]>;
  /** By what the index of a page knows: `div`, `.sapo`, `#maincontent`. */
  readonly byKey: ReadonlyMap<string, readonly RegionRule[]>;
  /** Asked of each element, because their selectors name nothing. */
  readonly ofAll: readonly RegionRule[];
  /** Selectors of what is left out, as far as more decides about it than its own tag and those around it. */
  readonly farDrops: readonly RegionRule[];
  /** The parts of any selector that ask what stands beside an element or in it. */
  readonly farSteps: readonly Step[];
}

/** As many as a site may have; more are made up by a program. */
const MOST_KNOWN = 5000;

/** The rules that may find an element with such a start tag, as far as the index of a page could tell. */
export function candidatesFor(tag: Pick<Tag, 'name' | 'id' | 'classes'>, { known, byKey, ofAll }: RegionRules): readonly RegionRule[] {
  // No name has a space in it.
  const key =
    tag.classes === undefined && tag.id === undefined ? tag.name : `${tag.name} ${tag.id?.length ?? 0} ${tag.id ?? ''}${tag.classes ?? ''}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const rules = [...ofAll, ...new Set(keysOf(tag).flatMap((each) => byKey.get(each) ?? []))];
  known.set(key, rules);
  return rules;
}

/** The rules of a layout of a site; undefined where a selector says what can't be told from tags. */
export function regionRulesOf(site: Site, layoutName: string): RegionRules | undefined {
  const bySite = rulesBySite.get(site) ?? new Map<string, RegionRules | undefined>();
  rulesBySite.set(site, bySite);
  if (!bySite.has(layoutName)) bySite.set(layoutName, made(site, layoutName));
  return bySite.get(layoutName);
}

const rulesBySite = new WeakMap<Site, Map<string, RegionRules | undefined>>();

function made(site: Site, layoutName: string): RegionRules | undefined {
  const last = site.layouts.findIndex(({ name }) => name === layoutName.split('+')[0]);
  const layout = site.layouts[last];
  if (layout === undefined) return undefined;
  const rules = selectorsOf(layout, site.layouts.slice(0, last + 1)).map(([selector, extent]) => rulesOf(selector, extent));
  const drops = [...layout.drop, ...layout.keep].map((selector) => rulesOf(selector, 'tag'));
  const inBody = bodyLayoutsOf(site, layout)
    .flatMap(bodySelectors)
    .map((selector) => rulesOf(selector, 'tag'));
  if ([...rules, ...drops, ...inBody].includes(undefined)) return undefined;
  const all = rules.flatMap((each) => each ?? []);
  const farDrops = drops.flatMap((each) => each ?? []).filter(({ isFar }) => isFar);
  const farInBody = inBody.flatMap((each) => each ?? []).filter(({ isFar }) => isFar);
  const far = [...all.filter(({ isFar }) => isFar), ...farDrops, ...farInBody];
  return { known: new Map(), ...indexed(all), farDrops, farSteps: far.flatMap(({ chain }) => farStepsOf(chain)) };
}

function bodyLayoutsOf({ bodyLayouts }: Site, layout: Layout): BodyLayout[] {
  return bodyLayouts.filter(({ name }) => layout.bodyLayouts.includes(name));
}

function bodySelectors({ match, captions, drop, keep, author, source }: BodyLayout): string[] {
  return [...match, ...captions, ...drop, ...keep, ...[...author, ...source].flatMap((rule) => selectorOf(rule)?.selector ?? [])];
}

/** Where it is not sure that a step asks no more than an element itself, it takes it to ask more. */
function farStepsOf({ steps }: Chain): Step[] {
  return steps.filter(({ isPlain, joint }) => !isPlain || joint === '+' || joint === '~');
}

type Asked = readonly [selector: string, extent: Extent];

// What body layouts find stands in the body, which is kept whole.
function selectorsOf(layout: Layout, tried: readonly Layout[]): Asked[] {
  const fields = [
    layout.title,
    layout.date,
    layout.author,
    layout.section,
    layout.tags,
    layout.modified,
    layout.source,
    CANONICAL,
    LANGUAGE,
  ];
  return [
    ...tried.flatMap(({ match }) => match).map((selector): Asked => [selector, 'tag']),
    ...fields.flat().flatMap(fieldAsks),
    ...[...layout.sapo, ...layout.body, JSON_LD_SCRIPTS].map((selector): Asked => [selector, 'whole']),
    ...layout.captions.map((selector): Asked => [selector, 'frame']),
  ];
}

function fieldAsks(rule: FieldRule): Asked[] {
  const { selector, attribute } = selectorOf(rule) ?? {};
  return selector === undefined ? [] : [[selector, attribute === undefined ? 'whole' : 'tag']];
}

function rulesOf(selector: string, extent: Extent): RegionRule[] | undefined {
  return queryOf(selector)?.map((chain) => ({ chain, extent, isFar: looksFar(chain) }));
}

/** `+` and `~` ask what stands beside; `:has`, `:empty` and `:contains` what stands in an element. */
function looksFar({ source }: Chain): boolean {
  const bare = source.replace(/"[^"]*"|'[^']*'/gu, '').replace(/\[[^\]]*\]/gu, '');
  return /[+~]|:(?:has|empty|contains)\b/u.test(bare);
}

function indexed(rules: readonly RegionRule[]): Pick<RegionRules, 'byKey' | 'ofAll'> {
  const byKey = new Map<string, RegionRule[]>();
  const ofAll: RegionRule[] = [];
  for (const rule of rules) {
    const keys = keysIn(rule.chain.steps[0]);
    if (keys === undefined) ofAll.push(rule);
    for (const key of keys ?? []) byKey.set(key, [...(byKey.get(key) ?? []), rule]);
  }
  return { byKey, ofAll };
}

/** Keys of which an element that the step finds has at least one; undefined where there are none. */
function keysIn(step: Step | undefined): string[] | undefined {
  const own = step?.keys.toSorted((a, b) => rarity(b) - rarity(a))[0];
  if (own !== undefined) return [own];
  const [choice] = step?.choices ?? [];
  const keys = choice?.map(({ steps }) => keysIn(steps[0]));
  return keys === undefined || keys.includes(undefined) ? undefined : keys.flatMap((each) => each ?? []);
}

function rarity(key: string): number {
  return key.startsWith('#') ? 2 : key.startsWith('.') ? 1 : 0;
}
