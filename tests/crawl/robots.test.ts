/** What a robots.txt allows us: the examples of RFC 9309 and of Google's documentation, and files as people write them. */
import { describe, expect, test } from 'vitest';
import { robotsOf, type Robots } from '../../src/crawl/robots.ts';

function robots(text: string, productToken?: string): Robots {
  return robotsOf(200, Buffer.from(text), productToken);
}

function allowed(rules: string, path: string): boolean {
  return robots(`User-agent: *\n${rules}`).allows(path);
}

describe('RFC 9309', () => {
  // Section 5.1.
  const SIMPLE = `User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
`;
  test.each([
    { agent: 'foobot', path: '/example/page.html', expected: true },
    { agent: 'foobot', path: '/example/allowed.gif', expected: true },
    { agent: 'foobot', path: '/publications/', expected: false },
    { agent: 'barbot', path: '/example/page.html', expected: false },
    { agent: 'BAZBOT', path: '/example/page.html', expected: false },
    { agent: 'bazbot', path: '/example/a.gif', expected: true },
    { agent: 'quxbot', path: '/example/page.html', expected: true },
    { agent: 'baoluu', path: '/publications/', expected: true },
    { agent: 'baoluu', path: '/a.gif', expected: false },
    { agent: 'baoluu', path: '/a.gif?b', expected: true },
    { agent: 'baoluu', path: '/example/', expected: false },
  ])('section 5.1: $agent at $path: $expected', ({ agent, path, expected }) => expect(robots(SIMPLE, agent).allows(path)).toBe(expected));

  test('section 5.2: the longest match decides', () => {
    const rules = 'Allow: /example/page/\nDisallow: /example/page/disallowed.gif\n';
    expect(allowed(rules, '/example/page/disallowed.gif')).toBe(false);
    expect(allowed(rules, '/example/page/')).toBe(true);
  });

  test('section 2.2.1: groups of one name are one group, and letters’ size means nothing', () => {
    const twice = robots('user-agent: BaoLuu\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n\nUSER-AGENT: baoluu\nDISALLOW: /c\n');
    expect(['/a', '/b', '/c'].map((path) => twice.allows(path))).toEqual([false, true, false]);
  });

  // Section 2.2.2's table.
  test.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz'],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https://foo.bar'],
    ['/foo/bar/\u30C4', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%E3%83%84', '/foo/bar/\u30C4'],
    ['/foo/bar/%e3%83%84', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz'],
    ['/thời-sự', '/th%E1%BB%9Di-s%E1%BB%B1/a'],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-*.html'],
    ['/path/foo-%24', '/path/foo-$'],
  ])('section 2.2.2: "Disallow: %s" is for %s', (rule, path) => expect(allowed(`Disallow: ${rule}`, path)).toBe(false));

  test('section 2.2.2: an encoded slash is no slash', () => expect(allowed('Disallow: /a%2Fb', '/a/b')).toBe(true));

  test('section 2.2.2: of two matches alike the one that allows counts, in whatever order', () => {
    expect(allowed('Disallow: /a\nAllow: /a', '/a')).toBe(true);
    expect(allowed('Allow: /a\nDisallow: /a', '/a')).toBe(true);
  });

  test('section 2.2.3: $ ends the pattern, * stands for anything, # begins a remark', () => {
    expect(allowed('Allow: /this/path/exactly$\nDisallow: /', '/this/path/exactly')).toBe(true);
    expect(allowed('Allow: /this/path/exactly$\nDisallow: /', '/this/path/exactly/not')).toBe(false);
    expect(allowed('Disallow: /this/*/exactly # nobody', '/this/is/exactly')).toBe(false);
  });

  test('section 2.2.4: a Sitemap line ends no group', () => {
    const file = robots('User-agent: baoluu\nSitemap: https://baosong.example/sitemap.xml\nUser-agent: khac\nDisallow: /a\n');
    expect([file.allows('/a'), file.sitemaps]).toEqual([false, ['https://baosong.example/sitemap.xml']]);
  });

  test.each([
    [200, true],
    [204, true],
    [301, true],
    [401, true],
    [403, true],
    [404, true],
    [410, true],
    [429, false],
    [500, false],
    [503, false],
    [undefined, false],
  ])('section 2.3.1: answered with %s, all is allowed: %s', (status, expected) => {
    const file = robotsOf(status, new Uint8Array());
    expect([file.allows('/a'), file.refusal('/a') === undefined]).toEqual([expected, expected]);
  });

  test('section 2.5: what stands behind 500 KiB is not read, and no half line either', () => {
    const filling = `# ${'x'.repeat(97)}\n`.repeat(5119);
    const head = `User-agent: *\nDisallow: /a\n`;
    const padding = '#'.repeat(512_000 - head.length - filling.length - 'Disallow: /'.length - 1);
    const file = robots(`${head}${filling}${padding}\nDisallow: /bbb\nDisallow: /c\n`);
    expect(['/a', '/bbb', '/c', '/x'].map((path) => file.allows(path))).toEqual([false, true, true, true]);
  });
});

describe('Google’s documentation', () => {
  test.each([
    [
      '/fish',
      ['/fish', '/fish.html', '/fish/salmon.html', '/fishheads/yummy.html', '/fish.php?id=anything'],
      ['/Fish.asp', '/catfish', '/?id=fish', '/desert/fish'],
    ],
    ['/fish*', ['/fish', '/fish.html', '/fishheads'], ['/Fish.asp', '/catfish']],
    ['/fish/', ['/fish/', '/fish/?id=anything', '/fish/salmon.htm'], ['/fish', '/fish.html', '/animals/fish/', '/Fish/Salmon.asp']],
    [
      '/*.php',
      ['/index.php', '/filename.php', '/folder/filename.php?parameters', '/folder/any.php.file.html', '/filename.php/'],
      ['/', '/windows.PHP'],
    ],
    [
      '/*.php$',
      ['/filename.php', '/folder/filename.php'],
      ['/filename.php?parameters', '/filename.php/', '/filename.php5', '/windows.PHP'],
    ],
    ['/fish*.php', ['/fish.php', '/fishheads/catfish.php?parameters'], ['/Fish.PHP']],
    ['/', ['/', '/anything'], []],
    ['/*', ['/', '/anything'], []],
  ])('%s matches what it should', (rule, matching, others) => {
    expect(matching.filter((path) => allowed(`Disallow: ${rule}`, path))).toEqual([]);
    expect(others.filter((path) => !allowed(`Disallow: ${rule}`, path))).toEqual([]);
  });

  test.each([
    ['Allow: /p\nDisallow: /', '/page', true],
    ['Allow: /folder\nDisallow: /folder', '/folder/page', true],
    ['Allow: /page\nDisallow: /*.htm', '/page.htm', false],
    ['Allow: /page\nDisallow: /*.ph', '/page.php5', true],
    ['Allow: /$\nDisallow: /', '/', true],
    ['Allow: /$\nDisallow: /', '/page.htm', false],
  ])('of %j, %s is allowed: %s', (rules, path, expected) => expect(allowed(rules, path)).toBe(expected));
});

describe('as people write it', () => {
  test('a byte-order mark, old line ends, versions, misspellings and missing colons', () => {
    const file = robots('\ufeffUser agent: Baoluu/1.0 (+https://thu-vien.example)\rDissallow: /a\r\nDisallow /b\nCrawl delay: 7\n');
    expect(['/a', '/b', '/c'].map((path) => file.allows(path))).toEqual([false, false, true]);
    expect(file.crawlDelaySeconds).toBe(7);
    expect(file.refusal('/a/x')).toBe('robots.txt says "Disallow: /a"');
  });

  test('a delay is honoured to two minutes, also in a group of its own; what is no number is none', () => {
    expect(robots('User-agent: *\nCrawl-delay: 3600\n').crawlDelaySeconds).toBe(120);
    expect(robots('User-agent: *\nCrawl-delay: 0.5').crawlDelaySeconds).toBe(0.5);
    expect(robots('User-agent: *\nCrawl-delay: soon').crawlDelaySeconds).toBeUndefined();
    const two = robots('User-agent: *\nCrawl-delay: 10\n\nUser-agent: BadBot\nDisallow: /\n');
    expect([two.crawlDelaySeconds, two.allows('/a')]).toEqual([10, true]);
  });

  test('a group of ours takes the place of the one for all, its delay too', () => {
    const file = robots('User-agent: *\nDisallow: /\nCrawl-delay: 60\nUser-agent: baoluu\nDisallow: /tim-kiem\n');
    expect([file.allows('/a'), file.allows('/tim-kiem?q=lu'), file.crawlDelaySeconds]).toEqual([true, false, undefined]);
    expect(robots('User-agent: baoluubot\nDisallow: /').allows('/a')).toBe(true);
  });

  test('a login page, prose, bytes of anything, rules without a group: no rules', () => {
    for (const text of ['<!DOCTYPE html>\n<html>User-agent: *\nDisallow: /\n</html>', 'Xin chào', '\u0000\u0001', 'Disallow: /', ''])
      expect(robots(text).allows('/a')).toBe(true);
    expect(robotsOf(200, Buffer.from([0xff, 0xfe, 0x00, 0xd8])).allows('/')).toBe(true);
  });

  test('an empty Disallow allows everything, and robots.txt itself is always allowed', () => {
    expect(allowed('Disallow:', '/a')).toBe(true);
    expect(allowed('Disallow: /', '/robots.txt')).toBe(true);
  });

  test('50 MB, and a pattern of stars, are no trouble', () => {
    const started = performance.now();
    const large = robotsOf(200, Buffer.alloc(50_000_000, 'User-agent: *\nDisallow: /a\n'));
    expect(large.allows('/b')).toBe(true);
    expect(allowed(`Disallow: /${'*a'.repeat(100_000)}b`, `/${'a'.repeat(200_000)}`)).toBe(true);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
