/**
 * A month in the newsroom. Here a day of it; `npm run month` plays the whole, and prints the same table.
 *
 * BAOLUU_MONTH="articles days seed" names another size: `BAOLUU_MONTH="2000 30 1"`.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { monthScript } from '../../src/demo/month/script.ts';
import { balances } from '../../src/crawl/tally.ts';
import { temporaryFolder } from '../archive/support.ts';
import { formatScore } from './formatScore.ts';
import { playMonth } from './play.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'config', 'sites');
const HOURS_MS = 3_600_000;

const [articles = 40, days = 1, seed = 7] = (process.env['BAOLUU_MONTH'] ?? '').split(' ').filter(Boolean).map(Number);
const isWhole = process.env['BAOLUU_MONTH'] !== undefined;

test(
  'a crawl of a newsroom captures what lasts, invents nothing, and asks politely',
  async () => {
    const tell = (line: string): void => void (isWhole && process.stderr.write(`${line}\n`));
    const script = monthScript({ seed, articles, days });
    const { score, runs } = await playMonth({ script, storage: await temporaryFolder(), config: CONFIG, runEveryMinutes: 5, tell });
    tell(formatScore(score));
    expect(runs.filter(({ counts }) => !balances(counts))).toEqual([]);
    expect(score.falseRevisions).toEqual([]);
    expect([score.states.missed, score.deletions.missed, score.returns.missed]).toEqual([[], [], []]);
    expect(score.cost.standings).toMatchObject({ disallowed: 0, closed: 0, unasked: 0 });
    expect([score.cost.tooSoon, score.cost.tooClose]).toEqual([0, []]);
    if (days < 30) return;
    expect(score.states.found / score.states.all).toBeGreaterThanOrEqual(0.95);
    expect(score.delays.all.median).toBeLessThanOrEqual(12);
    expect(score.cost.articles / score.cost.hourly).toBeLessThanOrEqual(0.4);
  },
  4 * HOURS_MS,
);
