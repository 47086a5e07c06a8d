/** What a person reads who has made a slip in a configuration file. */
import { assert, describe, test } from 'vitest';
import { formatProblem } from '../../src/config/problem.ts';
import { validateFiles } from '../../src/config/validate.ts';
import { selectorProblem } from '../../src/extract/selector.ts';
import { folderWith, siteYaml } from './folders.ts';

interface Mistake {
  readonly title: string;
  readonly yaml: string | Uint8Array;
  readonly messages: readonly string[];
}

const SITE = siteYaml('baosong');
const LAYOUT = `${SITE}layouts:\n  - name: baosong/2023\n    match: [h1]\n    title: [h1]\n    body: [article]\n`;

const QUOTES = 'put a text that begins with # @ * & ! % [ or {, or that holds ": ", in quotes';

function nine(name: string): string {
  return `*${String.fromCodePoint((name.codePointAt(0) ?? 0) - 1)}, `.repeat(9);
}

const siteMistakes: readonly Mistake[] = [
  { title: 'the least that a site file can say is enough', yaml: SITE, messages: [] },
  { title: 'a layout needs a name, a match, a title and a body', yaml: LAYOUT, messages: [] },
  {
    title: 'a number where a list of selectors belongs',
    yaml: LAYOUT.replace('[h1]', '5'),
    messages: ['sites/baosong.yaml:7: layouts[0].match: expected a list of CSS selectors, found a number'],
  },
  {
    title: 'one selector where a list belongs',
    yaml: LAYOUT.replace('body: [article]', 'body: article'),
    messages: [
      'sites/baosong.yaml:9: layouts[0].body: expected a list of CSS selectors, found "article"; begin a line of its own with "- " for each',
    ],
  },
  {
    title: 'an empty list where something must stand',
    yaml: LAYOUT.replace('[article]', '[]'),
    messages: ['sites/baosong.yaml:9: layouts[0].body: expected a list of CSS selectors, at least one, found an empty list'],
  },
  {
    title: 'a selector that YAML takes for a comment',
    yaml: LAYOUT.replace('[article]', '\n      - article\n      - #main'),
    messages: [
      'sites/baosong.yaml:11: layouts[0].body[1]: expected a CSS selector, found nothing; put a text that begins with # or [ in quotes',
    ],
  },
  {
    title: 'a selector that YAML takes for a list',
    yaml: LAYOUT.replace('[article]', '\n      - [itemprop=articleBody]'),
    messages: [
      'sites/baosong.yaml:10: layouts[0].body[0]: expected a CSS selector, found a list; put a text that begins with # or [ in quotes',
    ],
  },
  {
    title: 'a selector that is none',
    yaml: LAYOUT.replace('[article]', "['div:::x']"),
    messages: ['sites/baosong.yaml:9: layouts[0].body[0]: expected a CSS selector, found "div:::x": three colons'],
  },
  {
    title: 'the selector of a field rule that is none',
    yaml: LAYOUT.replace('title: [h1]', "title: ['meta:::x@content', 'json-ld:a:::b']"),
    messages: [
      'sites/baosong.yaml:8: layouts[0].title[0]: expected a CSS selector, "selector@attribute" or "json-ld:path", ' +
        'found "meta:::x@content": three colons',
    ],
  },
  {
    title: 'field rules that name nothing',
    yaml: LAYOUT.replace('title: [h1]', "title: ['', 'json-ld:', 'h1@', '@content']"),
    messages: [
      'sites/baosong.yaml:8: layouts[0].title[0]: expected a CSS selector, "selector@attribute" or "json-ld:path", found an empty text',
      'sites/baosong.yaml:8: layouts[0].title[1]: expected a CSS selector, "selector@attribute" or "json-ld:path", ' +
        'found "json-ld:": the path after "json-ld:" is missing',
      'sites/baosong.yaml:8: layouts[0].title[2]: expected a CSS selector, "selector@attribute" or "json-ld:path", ' +
        'found "h1@": the attribute after "@" is missing',
      'sites/baosong.yaml:8: layouts[0].title[3]: expected a CSS selector, "selector@attribute" or "json-ld:path", ' +
        'found "@content": the selector before "@" is missing',
    ],
  },
  {
    title: 'a key with a letter too few',
    yaml: SITE.replace('hosts', 'hots'),
    messages: [
      'sites/baosong.yaml:1: hosts: missing; expected a list of hosts',
      'sites/baosong.yaml:4: hots: unknown key; did you mean "hosts"?',
    ],
  },
  {
    title: 'a key without its unit',
    yaml: `${SITE}delay: 3\n`,
    messages: ['sites/baosong.yaml:5: delay: unknown key; did you mean "delaySeconds"?'],
  },
  {
    title: 'a key that resembles none',
    yaml: `${LAYOUT}    colour: red\n`,
    messages: [
      'sites/baosong.yaml:10: layouts[0].colour: unknown key; the keys here are name, match, title, titleTrim, date, sapo, body, captions, author, section, tags, modified, source, drop, keep, relatedHeads, relatedLinks, bodyLayouts',
    ],
  },
  {
    title: 'keys that mean something to JavaScript',
    yaml: `${SITE}__proto__: {a: 1}\nconstructor: x\n`,
    messages: [
      'sites/baosong.yaml:5: __proto__: unknown key; the keys here are name, title, language, utcOffset, hosts, articleNumbers, dropParameters, seeds, pagePattern, secondPage, schedule, quietHours, dailyBudget, delaySeconds, allowPrivate, raw, pictures, layouts, bodyLayouts, textLayouts',
      'sites/baosong.yaml:6: constructor: unknown key; the keys here are name, title, language, utcOffset, hosts, articleNumbers, dropParameters, seeds, pagePattern, secondPage, schedule, quietHours, dailyBudget, delaySeconds, allowPrivate, raw, pictures, layouts, bodyLayouts, textLayouts',
    ],
  },
  {
    title: 'a layout without a body, behind one that is whole',
    yaml: `${LAYOUT}  - name: baosong/2020\n    match: [h2]\n    title: [h2]\n`,
    messages: ['sites/baosong.yaml:10: layouts[1].body: missing; expected a list of CSS selectors'],
  },
  {
    title: 'several problems come at once, in the order of the lines',
    yaml: `${LAYOUT.replace('title: baosong', 'title: 24').replace('[article]', 'true')}allowPrivate: maybe\n`,
    messages: [
      'sites/baosong.yaml:2: title: expected a text, found a number',
      'sites/baosong.yaml:9: layouts[0].body: expected a list of CSS selectors, found true or false',
      'sites/baosong.yaml:10: allowPrivate: expected true or false, found "maybe"',
    ],
  },
  {
    title: 'a regular expression that does not compile',
    yaml: `${SITE}articleNumbers:\n  - 'post(?<number>\\d+'\n`,
    messages: [
      'sites/baosong.yaml:6: articleNumbers[0]: expected a regular expression with the group (?<number>…), found "post(?<number>\\\\d+": Unterminated group',
    ],
  },
  {
    title: 'a regular expression that names no number',
    yaml: `${SITE}articleNumbers: ['-(\\d+)\\.html']\n`,
    messages: [
      'sites/baosong.yaml:5: articleNumbers[0]: expected a regular expression with the group (?<number>…), found "-(\\\\d+)\\\\.html": the group (?<number>…) is missing',
    ],
  },
  {
    title: 'a body layout that is not there',
    yaml: `${LAYOUT}    bodyLayouts: [baosong/body-2011]\n`,
    messages: [
      'sites/baosong.yaml:10: layouts[0].bodyLayouts[0]: expected the name of one of this site\'s body layouts (there are none), found "baosong/body-2011"',
    ],
  },
  {
    title: 'a body layout with a slip in its name',
    yaml: `${LAYOUT}    bodyLayouts: [baosong/body2011]\nbodyLayouts:\n  - name: baosong/body-2011\n    match: [table]\n`,
    messages: [
      'sites/baosong.yaml:10: layouts[0].bodyLayouts[0]: expected the name of one of this site\'s body layouts (baosong/body-2011), found "baosong/body2011"',
    ],
  },
  {
    title: 'a body layout that matches everything',
    yaml: `${SITE}bodyLayouts:\n  - name: baosong/body-2011\n    match: []\n`,
    messages: ['sites/baosong.yaml:7: bodyLayouts[0].match: expected a list of CSS selectors, at least one, found an empty list'],
  },
  {
    title: 'a body layout that says where the title stands',
    yaml: `${SITE}bodyLayouts:\n  - name: baosong/body-2011\n    match: [table]\n    title: [h1]\n`,
    messages: [
      'sites/baosong.yaml:8: bodyLayouts[0].title: unknown key; the keys here are name, match, alone, captions, author, source, drop, keep, relatedHeads, relatedLinks',
    ],
  },
  {
    title: 'a heading of related articles that is no regular expression',
    yaml: `${LAYOUT}    relatedHeads: ['(TIN']\n`,
    messages: ['sites/baosong.yaml:10: layouts[0].relatedHeads[0]: expected a regular expression, found "(TIN": Unterminated group'],
  },
  {
    title: 'a text layout that names no source',
    yaml: `${SITE}textLayouts:\n  - name: baosong/text\n    match: ['^Hotline']\n    source: ['^Theo .+']\n`,
    messages: [
      'sites/baosong.yaml:8: textLayouts[0].source[0]: expected a regular expression with the group (?<source>…), found "^Theo .+": the group (?<source>…) is missing',
    ],
  },
  {
    title: 'hosts as they stand in an address bar',
    yaml: SITE.replace('[baosong.vn]', "['https://baosong.vn', WWW.baosong.vn, 'baosong.vn:443', báo.vn, '*.baosong.vn']"),
    messages: ['https://baosong.vn', 'WWW.baosong.vn', 'baosong.vn:443', 'báo.vn', '*.baosong.vn'].map(
      (host, index) =>
        `sites/baosong.yaml:4: hosts[${index}]: expected a host in small letters without "https://", port and path, found "${host}"`,
    ),
  },
  {
    title: 'a host that stands twice',
    yaml: SITE.replace('[baosong.vn]', '\n  - baosong.vn\n  - baosong.vn'),
    messages: ['sites/baosong.yaml:6: hosts[1]: "baosong.vn" belongs already to sites/baosong.yaml:5; a host can have one site'],
  },
  {
    title: 'an offset without minutes',
    yaml: `${SITE}utcOffset: "+7"\n`,
    messages: ['sites/baosong.yaml:5: utcOffset: expected an offset such as "+07:00", found "+7"'],
  },
  {
    title: 'a delay that is none',
    yaml: `${SITE}delaySeconds: -1\n`,
    messages: ['sites/baosong.yaml:5: delaySeconds: expected a number from 0 to 3600, found -1'],
  },
  {
    title: 'a delay without end',
    yaml: `${SITE}delaySeconds: .inf\n`,
    messages: ['sites/baosong.yaml:5: delaySeconds: expected a number from 0 to 3600, found Infinity'],
  },
  {
    title: 'a seed of a kind that there is not',
    yaml: `${SITE}seeds:\n  - kind: rss\n    url: https://baosong.vn/rss\n`,
    messages: ['sites/baosong.yaml:6: seeds[0].kind: expected newsSitemap, sitemap, monthlySitemap, feed, section, found "rss"'],
  },
  {
    title: 'a seed whose address is not in full',
    yaml: `${SITE}seeds:\n  - kind: feed\n    url: /rss\n`,
    messages: ['sites/baosong.yaml:7: seeds[0].url: expected an address in full, such as https://www.example.vn/, found "/rss"'],
  },
  {
    title: 'a seed on another host, and one that stands twice',
    yaml: `${SITE}seeds:\n${['https://tuoitre.vn/rss', 'https://baosong.vn/', 'https://baosong.vn/']
      .map((url) => `  - {kind: feed, url: "${url}"}\n`)
      .join('')}`,
    messages: [
      'sites/baosong.yaml:6: seeds[0].url: expected an address on one of the hosts of this site, found "https://tuoitre.vn/rss"',
      'sites/baosong.yaml:8: seeds[2].url: expected an address that no other seed has, found "https://baosong.vn/"',
    ],
  },
  {
    title: 'a monthly sitemap without its month, one with an unknown part, and a feed with months',
    yaml: `${SITE}seeds:\n${[
      'kind: monthlySitemap, url: "https://baosong.vn/{year}.xml"',
      'kind: monthlySitemap, url: "https://baosong.vn/{year}-{m}-{day}.xml"',
      'kind: feed, url: "https://baosong.vn/{year}.rss", since: 2010-01',
    ]
      .map((seed) => `  - {${seed}}\n`)
      .join('')}`,
    messages: [
      'sites/baosong.yaml:6: seeds[0].url: expected an address with {year}, with {month} or {m}, and at most {part} besides, each once, found "https://baosong.vn/{year}.xml"',
      'sites/baosong.yaml:7: seeds[1].url: expected an address with {year}, with {month} or {m}, and at most {part} besides, each once, found "https://baosong.vn/{year}-{m}-{day}.xml"',
      'sites/baosong.yaml:8: seeds[2].url: expected an address without braces (only a monthlySitemap has parts to fill in), found "https://baosong.vn/{year}.rss"',
      'sites/baosong.yaml:8: seeds[2].since: expected no such key (only a monthlySitemap has a first month), found "2010-01"',
    ],
  },
  {
    title: 'a schedule whose shortest time is the longer one, and one that is not a number',
    yaml: `${SITE}schedule: {minMinutes: 2000, factor: often}\n`,
    messages: [
      'sites/baosong.yaml:5: schedule.factor: expected a number from 0.001 to 10, found "often"',
      'sites/baosong.yaml:5: schedule.minMinutes: expected at most maxMinutes, which is 1440, found 2000',
    ],
  },
  {
    title: 'a schedule whose longest time is shorter than the shortest that holds without a word',
    yaml: `${SITE}schedule:\n  maxMinutes: 5\n`,
    messages: ['sites/baosong.yaml:6: schedule.maxMinutes: expected at least minMinutes, which is 10, found 5'],
  },
  {
    title: 'quiet hours that are none, a budget of nothing, and pages without a number',
    yaml: `${SITE}quietHours: [night, "05:00-05:00", 23:30-05:00]\ndailyBudget: 0\npagePattern: "{section}/trang"\n`,
    messages: [
      'sites/baosong.yaml:5: quietHours[0]: expected hours such as "23:30-05:00", found "night"',
      'sites/baosong.yaml:5: quietHours[1]: expected hours such as "23:30-05:00", found "05:00-05:00"',
      'sites/baosong.yaml:6: dailyBudget: expected a whole number from 1 to 1000000, found 0',
      'sites/baosong.yaml:7: pagePattern: expected an address with "{page}" in it, from "{section}" or "https://" on, found "{section}/trang"',
    ],
  },
  {
    title: 'a star in the middle of a parameter',
    yaml: `${SITE}dropParameters: [utm_*, '*', 'a*b']\n`,
    messages: ['sites/baosong.yaml:5: dropParameters[2]: expected the name of a URL parameter, with "*" at most at its end, found "a*b"'],
  },
  {
    title: 'a site that is not called like its file',
    yaml: SITE.replace('name: baosong', 'name: baosongg'),
    messages: ['sites/baosong.yaml:1: name: expected "baosong", as the file is called, found "baosongg"'],
  },
  {
    title: 'a site that is not called like its file, beside another mistake',
    yaml: SITE.replace('name: baosong', 'name: baosongg').replace('[baosong.vn]', '5'),
    messages: [
      'sites/baosong.yaml:1: name: expected "baosong", as the file is called, found "baosongg"',
      'sites/baosong.yaml:4: hosts: expected a list of hosts, found a number',
    ],
  },
  {
    title: 'a name with a capital',
    yaml: SITE.replace('name: baosong', 'name: BaoSong'),
    messages: ['sites/baosong.yaml:1: name: expected a name of small letters, digits, "." and "-", found "BaoSong"'],
  },
  {
    title: 'a layout that is named after another site, seen even beside another mistake',
    yaml: LAYOUT.replace('baosong/2023', 'tuoitre/2023').replace('[article]', '5'),
    messages: [
      'sites/baosong.yaml:6: layouts[0].name: expected "baosong/<year>", found "tuoitre/2023"',
      'sites/baosong.yaml:9: layouts[0].body: expected a list of CSS selectors, found a number',
    ],
  },
  {
    title: 'one name for a layout and a text layout',
    yaml: `${LAYOUT}textLayouts:\n  - name: baosong/2023\n    match: [a]\n`,
    messages: ['sites/baosong.yaml:11: textLayouts[0].name: expected a name that no other layout has, found "baosong/2023"'],
  },
  {
    title: 'a key that stands twice, beside another mistake',
    yaml: `${SITE}title: 5\n`,
    messages: [
      'sites/baosong.yaml:5: the key "title" stands here a second time; keep one of them',
      'sites/baosong.yaml:5: title: expected a text, found a number',
    ],
  },
  {
    title: 'a value that YAML can not read',
    yaml: SITE.replace('title: baosong', 'title: @baosong'),
    messages: [
      'sites/baosong.yaml:2: not valid YAML: Plain value cannot start with reserved character @; put a text that begins with # @ * & ! % [ or {, or that holds ": ", in quotes',
    ],
  },
  {
    title: 'a list that is never closed',
    yaml: SITE.replace('[baosong.vn]', '[baosong.vn'),
    messages: [
      'sites/baosong.yaml:5: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; what is not closed begins on line 4',
    ],
  },
  {
    title: 'a quotation mark that is never closed',
    yaml: SITE.replace('title: baosong', 'title: "baosong'),
    messages: ['sites/baosong.yaml:5: not valid YAML: Missing closing "quote; what is not closed begins on line 2'],
  },
  {
    title: 'a tab',
    yaml: `${SITE}layouts:\n\t- name: a\n`,
    messages: ['sites/baosong.yaml:6: not valid YAML: Tabs are not allowed as indentation; use spaces'],
  },
  {
    title: 'an alias of nothing',
    yaml: `${SITE}layouts: *layouts\n`,
    messages: [`sites/baosong.yaml:5: "*layouts" repeats what stands at "&layouts", and no such name stands before it; ${QUOTES}`],
  },
  {
    title: 'two aliases of nothing, and a key that stands twice',
    yaml: `${LAYOUT}    captions: *captions\n    drop: *drop\n    body: [main]\n`,
    messages: [
      `sites/baosong.yaml:10: "*captions" repeats what stands at "&captions", and no such name stands before it; ${QUOTES}`,
      `sites/baosong.yaml:11: "*drop" repeats what stands at "&drop", and no such name stands before it; ${QUOTES}`,
      'sites/baosong.yaml:12: the key "body" stands here a second time; keep one of them',
    ],
  },
  {
    title: 'aliases of aliases of aliases',
    yaml: SITE + 'abcdefgh'.replace(/./gu, (name) => `${name}: &${name} [${name === 'a' ? 'x' : nine(name)}]\n`),
    messages: [
      'sites/baosong.yaml:6: the names after "*" repeat so much that the file would fill the memory; write out what they stand for',
    ],
  },
  {
    title: 'an alias of itself',
    yaml: `${SITE}layouts: &a [*a]\n`,
    messages: ['sites/baosong.yaml:5: layouts[0]: expected a layout (a mapping of keys to values), found a list'],
  },
  {
    title: 'a tab before the keys of a layout',
    yaml: LAYOUT.replace('    body', '\t body'),
    messages: ['sites/baosong.yaml:9: not valid YAML: Tabs are not allowed as indentation; use spaces'],
  },
  {
    title: 'a name of a zone for an offset',
    yaml: `${SITE}utcOffset: Asia/Ho_Chi_Minh\n`,
    messages: ['sites/baosong.yaml:5: utcOffset: expected an offset such as "+07:00", found "Asia/Ho_Chi_Minh"'],
  },
  {
    title: 'a date format, which is not configured',
    yaml: `${LAYOUT}    dateFormat: dd/mm/yyyy\n`,
    messages: ['sites/baosong.yaml:10: layouts[0].dateFormat: unknown key; did you mean "date"?'],
  },
  {
    title: 'a delay with its unit',
    yaml: `${SITE}delaySeconds: 1m30s\n`,
    messages: ['sites/baosong.yaml:5: delaySeconds: expected a number from 0 to 3600, found "1m30s"'],
  },
  {
    title: 'a layout that stands twice',
    yaml: LAYOUT + LAYOUT.replace(SITE, '').replace('layouts:\n', ''),
    messages: ['sites/baosong.yaml:10: layouts[1].name: expected a name that no other layout has, found "baosong/2023"'],
  },
  {
    title: 'no hosts',
    yaml: SITE.replace('[baosong.vn]', '[]'),
    messages: ['sites/baosong.yaml:4: hosts: expected a list of hosts, at least one, found an empty list'],
  },
  {
    title: 'a number that may be none',
    yaml: `${SITE}articleNumbers: ['(?<number>\\d*)']\n`,
    messages: [
      'sites/baosong.yaml:5: articleNumbers[0]: expected a regular expression with the group (?<number>…), found "(?<number>\\\\d*)": it matches an empty text, and so anything',
    ],
  },
  {
    title: 'a key that is a list',
    yaml: `${SITE}? [a]\n: b\n`,
    messages: ['sites/baosong.yaml:5: not valid YAML: With stringKeys, all keys must be strings'],
  },
  {
    title: 'two documents in one file',
    yaml: `${SITE}---\n${SITE}`,
    messages: ['sites/baosong.yaml:5: not valid YAML: more than one document in a file; leave out the line "---"'],
  },
  {
    title: 'an empty file',
    yaml: '# nothing yet\n',
    messages: ['sites/baosong.yaml:1: expected a site (a mapping of keys to values), found nothing'],
  },
  {
    title: 'a file in another encoding',
    yaml: Buffer.concat([Buffer.from('name: baosong\ntitle: B'), Buffer.from([0xe1]), Buffer.from('o\n')]),
    messages: ['sites/baosong.yaml:2: this line is not UTF-8; save the file in the encoding UTF-8'],
  },
];

const mainMistakes: readonly Mistake[] = [
  { title: 'settings of which every line is a comment are all defaults', yaml: '# storage: x\n', messages: [] },
  {
    title: 'a limit without its unit',
    yaml: 'limits:\n  maxRedirects: 5\n  connect: 10\n',
    messages: ['baoluu.yaml:3: limits.connect: unknown key; did you mean "connectSeconds"?'],
  },
  {
    title: 'half a worker',
    yaml: 'concurrency: 2.5\n',
    messages: ['baoluu.yaml:1: concurrency: expected a whole number from 1 to 64, found 2.5'],
  },
  {
    title: 'a number in words',
    yaml: 'concurrency: four\n',
    messages: ['baoluu.yaml:1: concurrency: expected a whole number from 1 to 64, found "four"'],
  },
  {
    title: 'a folder in the way of the shell',
    yaml: 'storage: ~/archive\n',
    messages: ['baoluu.yaml:1: storage: expected a folder, in full or relative to this file ("~" is not opened here), found "~/archive"'],
  },
  {
    title: 'a contact that would break the header in two',
    yaml: 'contact: "a@b.vn)\\nX: y"\n',
    messages: ['baoluu.yaml:1: contact: expected a web or mail address, found "a@b.vn)\\nX: y"'],
  },
  {
    title: 'a User-Agent that no header can hold',
    yaml: 'userAgent: bảo lưu\n',
    messages: ['baoluu.yaml:1: userAgent: expected a line of ASCII characters, found "bảo lưu"'],
  },
  {
    title: 'a list where the settings belong',
    yaml: '- storage\n',
    messages: ['baoluu.yaml:1: expected the settings (a mapping of keys to values), found a list'],
  },
];

const checkSelector = (selector: string) => (selector.includes(':::') ? 'three colons' : undefined);

async function checkMistake(path: string, { yaml, messages }: Mistake): Promise<void> {
  const cwd = folderWith({ [path]: yaml });
  const [report] = await validateFiles([path], { cwd, checkSelector });
  assert.deepEqual(
    report?.problems.map((problem) => formatProblem(problem, cwd)),
    [...messages],
  );
}

test('there are more than fifty slips in a site file', () =>
  assert.isAtLeast(siteMistakes.filter(({ messages }) => messages.length > 0).length, 50));

test('a selector may hold any mark in its strings and escapes', () => {
  for (const selector of [
    '[href*="@"]',
    '[class^=a]',
    '[id$="!"]',
    String.raw`.md\:block`,
    String.raw`.w-1\/2`,
    'a:not([rel="x;y"]) > b ~ c + d',
  ])
    assert.isUndefined(selectorProblem(selector), selector);
});

test('a host of two sites is told beside all that is wrong with either', async () => {
  const cwd = folderWith({
    'sites/baosong.yaml': `${SITE}colour: red\n`,
    'sites/tuoitre.yaml': `${siteYaml('tuoitre', 'baosong.vn')}delaySeconds: -1\n`,
  });
  const reports = await validateFiles(['sites/baosong.yaml', 'sites/tuoitre.yaml'], { cwd });
  assert.deepEqual(
    reports.flatMap(({ problems }) => problems.map(({ line, key }) => `${line}: ${key}`)),
    ['5: colour', '4: hosts[0]', '5: delaySeconds'],
  );
});

describe('what the real parser of selectors says', () => {
  test.each([
    { selector: 'div[class="a', why: /./u },
    { selector: 'p:nonsense(', why: /./u },
    { selector: 'div >> p', why: /./u },
    { selector: 'h1.', why: /./u },
    { selector: ':unknown', why: /unknown/u },
    { selector: 'article@content', why: /"@" has no meaning here; only a field rule may name an attribute$/u },
    { selector: 'p;q', why: /";" has no meaning here$/u },
    { selector: 'json-ld:articleBody', why: /./u },
  ])('$selector is none', async ({ selector, why }) => {
    const cwd = folderWith({ 'sites/baosong.yaml': LAYOUT.replace('[article]', `['${selector}']`) });
    const [report] = await validateFiles(['sites/baosong.yaml'], { cwd, checkSelector: selectorProblem });
    assert.lengthOf(report?.problems ?? [], 1);
    const [problem] = report?.problems ?? [];
    assert.deepInclude(problem, { line: 9, key: 'layouts[0].body[0]' });
    assert.include(problem?.text, 'expected a CSS selector, found ');
    assert.match(problem?.text ?? '', why);
  });
});

describe('in a site file', () => {
  test.each(siteMistakes)('$title', (mistake) => checkMistake('sites/baosong.yaml', mistake));
});

describe('in baoluu.yaml', () => {
  test.each(mainMistakes)('$title', (mistake) => checkMistake('baoluu.yaml', mistake));
});
