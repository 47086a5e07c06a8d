/** Reading pages from their bytes, beside extractors of others: the real pages of the cases, where they are, and invented ones. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Pages, pathOf } from '../lib/pages.mjs';
import { npmPackage, peer } from '../lib/peers.mjs';
import { measured } from '../lib/process.mjs';
import { inRounds } from '../lib/rounds.mjs';
import { clientTable } from '../lib/table.mjs';

export async function reading({ pages = 10, rounds, tell, only, cases }) {
  const invented = mkdtempSync(join(tmpdir(), 'baoluu-bench-'));
  const real = join(cases, 'pages');
  try {
    const generator = new Pages();
    for (let number = 1; number <= pages; number += 1) {
      writeFileSync(join(invented, `${number}.html`), generator.page(number));
      writeFileSync(join(invented, `${number}.gold.json`), JSON.stringify({ url: `https://vietnamnet.vn${pathOf(number)}` }));
    }
    const readability = npmPackage('@mozilla/readability');
    const parts = [];
    for (const [title, folder] of [
      ['Real pages', real],
      ['Invented pages', invented],
    ]) {
      if (!existsSync(folder)) {
        parts.push(`${title}: they are not part of the project, and not here.`, '');
        continue;
      }
      const clients = [
        client('ours', 'ours', folder),
        client('Readability over jsdom', 'readabilityJsdom', folder, { ...readability, ...npmPackage('jsdom') }),
        client('Readability over linkedom', 'readabilityLinkedom', folder, readability),
        client('defuddle over linkedom', 'defuddle', folder, npmPackage('defuddle')),
      ].filter(({ name }) => only === undefined || only.some((each) => name.includes(each)));
      const results = await inRounds(clients, rounds, tell);
      const [first] = results[0].figures;
      parts.push(
        `${title} (${first.pages}); ${rounds} round${rounds === 1 ? '' : 's'} of one pass, each after one that isn't counted:`,
        '',
        clientTable(results, [
          { title: 'pages/s', of: ({ msAPage }) => 1000 / msAPage, ratio: true },
          { title: 'ms a page', of: ({ msAPage }) => msAPage },
          { title: 'as a multiple of ours', of: ({ msAPage }) => msAPage, share: true },
          { title: 'ms, middle page', of: ({ msMiddlePage }) => msMiddlePage },
          { title: 'threw on', of: ({ failed }) => failed, digits: 0 },
          { title: 'letters found', of: ({ letters }) => letters, digits: 0 },
        ]),
        '',
      );
    }
    const versions = ['@mozilla/readability', 'jsdom', 'linkedom', 'defuddle'].flatMap((name) => npmPackage(name).version ?? []);
    return [...parts, `Versions: ${versions.join(', ')}.`].join('\n');
  } finally {
    rmSync(invented, { recursive: true, force: true });
  }
}

function client(name, reader, folder, facts = {}) {
  const run = async () => JSON.parse((await measured([process.execPath, peer('reading.mjs'), reader, folder])).out);
  return { name, missing: facts.missing, run };
}
