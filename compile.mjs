/**
 * Keeps what V8 makes of the bundle's files (`dist/app/compiled.bin`), with the functions that short commands use: they are run
 * here over an archive of one article with two revisions. Without it the program starts all the same, and takes longer.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Archive } from './dist/archive/archive.js';
import { compile, compiledOf, requireIn } from './dist/cli/compiled.js';

const APP = resolve('dist/app');
const ARTICLE = { site: 'vietnamnet', id: '2495349' };
const ID = `${ARTICLE.site}/${ARTICLE.id}`;
// Others profit from what these share; code for more of them would take longer to read than it spares.
const COMMANDS = [['--help'], ['log', ID], ['show', ID], ['diff', ID], ['list']];

/** @param main the file that holds `main` */
export async function keepCompiled(main) {
  const folder = mkdtempSync(join(tmpdir(), 'baoluu-build-'));
  try {
    const storage = join(folder, 'storage');
    await fill(storage);
    const scripts = new Map();
    const program = requireIn(APP, { has: (name) => name.endsWith('.js'), codeFor: () => undefined }, scripts)(`./${main}`);
    for (const words of COMMANDS) await run(program, ['--storage', storage, ...words], folder);
    const source = readFileSync(join(APP, 'program.js'));
    scripts.set('program.js', { source, script: compile(join(APP, 'program.js'), source) });
    writeFileSync(join(APP, 'compiled.bin'), compiledOf(scripts));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(storage) {
  const archive = await Archive.open(storage, { create: true });
  for (const [day, price] of ['1,2 triệu', '1,5 triệu'].entries()) await archive.record(visit(`2026-03-0${day + 1}T05:00:00.000Z`, price));
  await archive.close();
}

function visit(at, price) {
  const reader = { layout: 'vietnamnet/2026', extractor: 1 };
  const body = [`Sáng nay, giá vàng tăng ${price}. Người dân “xếp hàng” từ sớm.`, 'Chiều nay thì không.', 'Theo TTXVN'];
  const content = { title: `Giá vàng tăng ${price}`, date: '2026-03-01T08:52:00+07:00', body, captions: [`Vàng ${price}. Ảnh: TTXVN`] };
  const url = 'https://vietnamnet.vn/gia-vang-2495349.html';
  return { ref: ARTICLE, content, capture: { at, url, status: 200, outcome: 'read', reader } };
}

async function run({ main }, argv, folder) {
  let said = '';
  const output = { write: (text) => void (said += text), isTTY: false, columns: 80 };
  const signal = new AbortController().signal;
  const hangups = { heedHangups: () => undefined, hasHangup: () => false, takeHangup: () => false };
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const io = {
    out: output,
    err: output,
    readInput: () => Promise.resolve(''),
    env,
    cwd: folder,
    now: () => new Date(),
    signal,
    ...hangups,
  };
  const status = await main(argv, io);
  if (status > 0) throw new Error(`baoluu ${argv.join(' ')} ended with ${status}: ${said}`);
}
