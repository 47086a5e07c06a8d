/**
 * What every fixture reads, as digests: `tests/fixtures/readings.json`. Our change must never be taken for the
 * newsroom's edit, so a reading that changes must come from another layout or from another extractor version.
 * The same file shows that every machine, time zone and Node reads alike.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXTRACTOR_VERSION } from '../../src/extract/version.ts';
import { read, savedPages, type SavedPage } from './pages.ts';

interface Digests {
  readonly layout: string;
  /** Title, date, body and captions, and what is missing. */
  readonly content: string;
  readonly facts: string;
}

interface Readings {
  readonly version: number;
  readonly readings: Readonly<Record<string, Digests>>;
}

const FILE = new URL('../fixtures/readings.json', import.meta.url).pathname;

const now: Readings = {
  version: EXTRACTOR_VERSION,
  readings: Object.fromEntries(savedPages.map((page) => [page.name, digestsOf(page)])),
};

test('a reading changes only with its layout or with the extractor version', () => {
  const kept: Readings = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Readings) : now;
  if (kept.version !== now.version) return;
  const changed = Object.entries(now.readings).filter(([name, { layout, content }]) => {
    const before = kept.readings[name];
    return before !== undefined && before.layout === layout && before.content !== content;
  });
  const why = `These pages are read otherwise than before, by the same layout and extractor ${now.version}. If that is meant, raise
EXTRACTOR_VERSION in src/extract/version.ts, and write the digests anew with: npx vitest run tests/extract/readings.test.ts -u`;
  expect(
    changed.map(([name]) => name),
    why,
  ).toEqual([]);
});

// New pages, facts, and a raised version: `npx vitest run tests/extract/readings.test.ts -u`, after a look at the difference.
test('tests/fixtures/readings.json says what is read', async () => {
  await expect(`${JSON.stringify(now, null, 2)}\n`).toMatchFileSnapshot(FILE);
});

function digestsOf({ html, url }: SavedPage): Digests {
  const { reader, facts, ...reading } = read(html, url);
  return { layout: reader.layout, content: digest(reading), facts: digest(facts) };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
