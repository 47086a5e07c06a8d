/**
 * What configuration files may say: a site file (`sites/<site>.yaml`) and the main file (`baoluu.yaml`).
 * Unknown keys are mistakes. The descriptions are what editors show, through the JSON Schemas in `config/`.
 */
import type * as z from 'zod';
import { RAW_POLICIES } from '../article/raw.ts';
import { DEFAULT_SECOND_PAGE } from '../article/seed.ts';
import { DEFAULT_DELAY_SECONDS, type Site } from '../article/site.ts';
import { checkSchedule, checkSeeds, schedule, seed } from './seedSchema.ts';
import { listAt, nameOf } from './dataOf.ts';
import * as value from './values.ts';

/** The name of a site and of its file. */
export const SITE_NAME = /^[a-z0-9][a-z0-9.-]*$/u;

const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;

/** From one time to another: equal ones would mean nothing, or the whole day. */
const QUIET_HOURS = new RegExp(String.raw`^(?!(.{5})-\1$)${CLOCK}-${CLOCK}$`, 'u');

/** What `baoluu.yaml` says, with the defaults filled in; the paths as they are written. */
export type MainSettings = z.infer<ReturnType<typeof mainSchema>>;

/**
 * One outlet's website: the type `Site`, key by key. Make it once for many files: thirty sites took 520 ms with
 * a schema each, and 160 ms with one for all.
 */
export function siteSchema(checkSelector: value.CheckSelector = () => undefined): z.ZodType<Site> {
  const site = value.mapping('a site', {
    name: value
      .shaped('a name of small letters, digits, "." and "-"', SITE_NAME)
      .describe('The short name, the same as the name of the file without ".yaml"; it names the folder in the archive.'),
    title: value.text().describe('The name that people know.'),
    language: value
      .shaped('a language tag such as "vi"', /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u)
      .describe('The language of the articles, as a BCP 47 tag.'),
    utcOffset: value
      .shaped('an offset such as "+07:00"', /^[+-](?:0\d|1[0-4]):[0-5]\d$/u)
      .exactOptional()
      .describe('The offset from UTC that the times on the pages mean where they name none.'),
    hosts: value
      .filledList(host(), 'hosts')
      .describe('The hosts of the site, each in full: www.example.vn is another host than example.vn.'),
    articleNumbers: value
      .list(value.pattern('number'), 'regular expressions')
      .default([])
      .describe(
        'Regular expressions (flags iu) for path and query of an article, the group "number" being its number; the first that matches decides.',
      ),
    dropParameters: value
      .list(value.shaped('the name of a URL parameter, with "*" at most at its end', /^(?:[^*\s]+\*?|\*)$/u), 'names of URL parameters')
      .default([])
      .describe("Query parameters that are no part of an article's address; * at the end matches any rest."),
    seeds: value.list(seed(), 'seeds').default([]).describe('Where a crawl starts: sitemaps, feeds, sections.'),
    pagePattern: value
      .shaped('an address with "{page}" in it, from "{section}" or "https://" on', /^(?:\{section\}|https?:\/\/)[^\s{}]*\{page\}[^\s{}]*$/u)
      .exactOptional()
      .describe("The address of a section's further pages: {section} is the seed's without a slash at its end, {page} the number."),
    secondPage: value.wholeNumber(0, 1000).default(DEFAULT_SECOND_PAGE).describe("The number in the address of a section's second page."),
    schedule: schedule().prefault({}).describe('When known articles are looked at again.'),
    quietHours: value
      .list(value.shaped('hours such as "23:30-05:00"', QUIET_HOURS), 'hours')
      .default([])
      .describe("When the site is left alone, by the site's own clock; UTC where its utcOffset is unknown."),
    dailyBudget: value.wholeNumber(1, 1_000_000).exactOptional().describe("The most requests on one day of the site's clock."),
    delaySeconds: value
      .number(0, 3600)
      .default(DEFAULT_DELAY_SECONDS)
      .describe('The least time between two requests to a host of the site.'),
    allowPrivate: value.yesOrNo().default(false).describe('Whether addresses of this machine and of private networks may be asked.'),
    raw: value
      .oneOf(RAW_POLICIES)
      .default('changed')
      .describe('Which raw pages are kept: those that say something new (changed), every one (all), or none.'),
    pictures: value.yesOrNo().default(false).describe('Whether the pictures of its articles are fetched and kept with the raw pages.'),
    layouts: value.list(layout(checkSelector), 'layouts').default([]).describe("How the site's pages are read, the newest layout first."),
    bodyLayouts: value
      .list(bodyLayout(checkSelector), 'body layouts')
      .default([])
      .describe('How the bodies of one era are read wherever they stand: in the pages of a later layout, or alone.'),
    textLayouts: value
      .list(textLayout(), 'text layouts')
      .default([])
      .describe('How the plain text of a whole page is read, where only the text was kept.'),
  });
  // Asked even where another key is wrong, so that a file's problems come all at once.
  return site.superRefine(
    (found, context) => {
      checkLayoutNames(found, context);
      checkBodyLayoutNames(found, context);
      checkSeeds(found, context);
      checkSchedule(found, context);
    },
    { when: () => true },
  );
}

/** `baoluu.yaml`. */
export function mainSchema() {
  return value.mapping('the settings', {
    storage: folder('./storage').describe(
      'The folder of the archive; relative to this file. Without this key it is ./storage in the current folder.',
    ),
    contact: value
      .shaped('a web or mail address', /^(?:https?:\/\/[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+)$/u)
      .exactOptional()
      .describe('A web or mail address in the User-Agent, under which a newsroom can reach you.'),
    userAgent: value
      .shaped('a line of ASCII characters', /^[!-~](?:[ -~]*[!-~])?$/u)
      .exactOptional()
      .describe('The whole User-Agent, in place of the one that baoluu composes.'),
    limits: limits().prefault({}).describe('How much one visit may take.'),
    concurrency: value
      .wholeNumber(1, 64)
      .default(4)
      .describe('How many hosts are visited at the same time; one host is never asked twice at once.'),
    sites: folder('sites').describe('The folder of further site files; relative to this file.'),
  });
}

function limits() {
  return value.mapping('the limits', {
    maxWireMegabytes: value.number(0.01, 4096).default(20).describe('The most that a response may hold as it is sent.'),
    maxBodyMegabytes: value.number(0.01, 4096).default(50).describe('The most that a response may hold once it is unpacked.'),
    connectSeconds: value.number(0.1, 600).default(10).describe('How long to wait for a connection.'),
    responseSeconds: value.number(0.1, 600).default(30).describe('How long to wait for the first byte of an answer.'),
    bodySeconds: value.number(0.1, 3600).default(120).describe('How long a whole answer may take.'),
    maxRedirects: value.wholeNumber(0, 50).default(10).describe('How many redirects are followed from one address.'),
  });
}

function layout(check: value.CheckSelector) {
  const selectors = () => value.list(value.selector(check), 'CSS selectors');
  const rules = () => value.list(value.fieldRule(check), 'field rules');
  const inBody = bodyRules(check);
  return value.mapping('a layout', {
    name: value
      .text('"<site>/<year>"')
      .describe('<site>/<the year since when>; it goes into every capture, and is never given to another layout.'),
    match: value
      .filledList(value.selector(check), 'CSS selectors')
      .describe('A page belongs to the layout when each of these selectors finds something.'),
    title: value.filledList(value.fieldRule(check), 'field rules').describe('Where the title stands, in order of trust.'),
    titleTrim: patterns()
      .default([])
      .describe(
        'What stands around the title and is no part of it, where no element holds the title alone: regular expressions (flags iu).',
      ),
    date: rules().default([]).describe('Where the date of publication stands, in order of trust.'),
    sapo: selectors().default([]).describe('The lead paragraph where it stands outside the body; it opens the body.'),
    body: value.filledList(value.selector(check), 'CSS selectors').describe('The element that holds the text, in order of trust.'),
    captions: inBody.captions,
    author: inBody.author,
    section: rules().default([]).describe('Where the section stands, in order of trust.'),
    tags: rules().default([]).describe('Where the tags stand, in order of trust.'),
    modified: rules().default([]).describe('Where the time of the last change stands, in order of trust.'),
    source: inBody.source,
    drop: inBody.drop,
    keep: inBody.keep,
    relatedHeads: inBody.relatedHeads,
    relatedLinks: inBody.relatedLinks,
    bodyLayouts: value
      .list(value.text('the name of a body layout'), 'names of body layouts')
      .default([])
      .describe('The body layouts that stand in pages of this layout: old articles in a newer template.'),
  });
}

function bodyLayout(check: value.CheckSelector) {
  return value.mapping('a body layout', {
    name: value
      .text('"<site>/body-<year>"')
      .describe('<site>/body-<the year since when>; it goes into captures, and is never given to another layout.'),
    match: value
      .filledList(value.selector(check), 'CSS selectors')
      .describe('A body belongs to the body layout when each of these selectors finds something in it.'),
    alone: value
      .list(value.selector(check), 'CSS selectors')
      .default([])
      .describe('Where the body stands when it was kept without its page.'),
    ...bodyRules(check),
  });
}

/** What a layout and a body layout say in the same words. */
function bodyRules(check: value.CheckSelector) {
  const selectors = () => value.list(value.selector(check), 'CSS selectors');
  const rules = () => value.list(value.fieldRule(check), 'field rules');
  return {
    captions: selectors().default([]).describe('Elements whose whole text is a caption.'),
    author: rules().default([]).describe('Where the author stands, in order of trust.'),
    source: rules().default([]).describe('Where the outlet or agency that is credited stands, in order of trust.'),
    drop: selectors().default([]).describe('What is no part of the text: advertising, related cards, share buttons.'),
    keep: selectors().default([]).describe('What is text although it looks like something to drop.'),
    relatedHeads: patterns()
      .default([])
      .describe('Lines over a list of other articles: regular expressions (flags iu) for a whole paragraph; links after it go with it.'),
    relatedLinks: patterns()
      .default([])
      .describe('The same for words that may be text as well: left out only where they, or what follows, are links.'),
  };
}

function textLayout() {
  return value.mapping('a text layout', {
    name: value.text('"<site>/<word>"').describe('<site>/<word>; it goes into every capture, and is never given to another layout.'),
    match: value
      .filledList(value.pattern(), 'regular expressions')
      .describe('The text belongs to the layout when each of these regular expressions (flags iu) matches one of its lines.'),
    drop: patterns().default([]).describe('Lines that are no part of the article wherever they stand.'),
    end: patterns().default([]).describe('The first line that is no longer the article; it and all after it are left out.'),
    caption: patterns().default([]).describe('Lines that are captions.'),
    source: patterns('source').default([]).describe('The line that credits the original; its group "source" is the outlet or writer.'),
  });
}

function patterns(group?: string) {
  return value.list(value.pattern(group), 'regular expressions');
}

function host() {
  return value.shaped(
    'a host in small letters without "https://", port and path',
    /^(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*)$/u,
  );
}

// A shell would open `~`, a path in a file means a folder of that name: nobody wants that one.
function folder(builtIn: string) {
  return value.shaped('a folder, in full or relative to this file ("~" is not opened here)', /^[^~\0][^\0]*$/u).default(builtIn);
}

function checkLayoutNames(site: unknown, context: z.RefinementCtx): void {
  const siteName = nameOf(site);
  const seen = new Set<string>();
  for (const { path, name } of layoutNames(site)) {
    const isOfSite = siteName === undefined || (name.startsWith(`${siteName}/`) && name.length > siteName.length + 1);
    if (!isOfSite) context.addIssue({ code: 'custom', path, message: `"${siteName}/<year>"`, input: name });
    else if (seen.has(name)) context.addIssue({ code: 'custom', path, message: 'a name that no other layout has', input: name });
    seen.add(name);
  }
}

function checkBodyLayoutNames(site: unknown, context: z.RefinementCtx): void {
  const known = listAt(site, 'bodyLayouts').flatMap((each) => nameOf(each) ?? []);
  for (const [index, each] of listAt(site, 'layouts').entries()) {
    for (const [position, name] of listAt(each, 'bodyLayouts').entries()) {
      if (typeof name !== 'string' || name === '' || known.includes(name)) continue;
      const message = `the name of one of this site's body layouts (${known.length === 0 ? 'there are none' : known.join(', ')})`;
      context.addIssue({ code: 'custom', path: ['layouts', index, 'bodyLayouts', position], message, input: name });
    }
  }
}

// The value may be anything here: names that are no texts have been complained about already.
function layoutNames(site: unknown): { readonly path: PropertyKey[]; readonly name: string }[] {
  return ['layouts', 'bodyLayouts', 'textLayouts'].flatMap((key) => {
    return listAt(site, key).flatMap((each, index) => {
      const name = nameOf(each);
      return name === undefined ? [] : [{ path: [key, index, 'name'], name }];
    });
  });
}
