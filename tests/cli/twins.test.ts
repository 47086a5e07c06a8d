/** The seeds that the outlets' own config files name, played on this machine: what a crawl of them would fetch. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { instantOf } from '../../src/demo/month/calendar.ts';
import { OUTLETS } from '../../src/demo/month/sites.ts';
import { listedAt } from '../../src/demo/month/standing.ts';
import { siteFileAt } from '../../src/demo/month/twins.ts';
import { monthScript } from '../../src/demo/month/script.ts';
import { monthForTest } from '../demo/monthSupport.ts';
import { newDesk } from './support.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'config', 'sites');
const MINUTE = 30 * 60;
const CALM = monthScript({ seed: 7, articles: 60, days: 2, isQuiet: true });

test.each(['vietnamplus', 'vietnamnet'] as const)(
  '%s: a dry run lists the articles that stand there and nothing else, each once',
  async (outlet) => {
    const month = await monthForTest(CALM);
    month.setMinute(MINUTE);
    const desk = await newDesk();
    await mkdir(join(desk.cwd, 'config', 'sites'), { recursive: true });
    await writeFile(join(desk.cwd, 'config', 'baoluu.yaml'), 'storage: ../storage\n');
    const yaml = await readFile(join(CONFIG, `${outlet}.yaml`), 'utf8');
    await writeFile(join(desk.cwd, 'config', 'sites', `${outlet}.yaml`), siteFileAt(month.port, yaml));
    const pins = month.resolveEntries().flatMap(({ host, port, address }) => ['--resolve', `${host}:${port}:${address}`]);
    const now = new Date(instantOf(MINUTE)).toISOString();
    const ran = await desk.run(['crawl', outlet, '--dry-run', '--delay', '0', ...pins], { now, isTicking: true });
    const lines = ran.out
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/u));
    const standing = listedAt(CALM, outlet, MINUTE).map(({ article }) => `${outlet}/${article.number}`);
    expect(ran.status).toBe(0);
    expect(new Set(lines.map(([why]) => why))).toEqual(new Set(['new']));
    expect(lines.map(([, article]) => article).toSorted()).toEqual([...new Set(standing)].toSorted());
    expect(lines.every(([, , url = '']) => url.includes(OUTLETS[outlet].host))).toBe(true);
  },
);
