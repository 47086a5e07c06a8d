/**
 * Reads every file of a folder of web archives with our reader, and holds what it says against three readers of others.
 *
 *     npm run build && node bench/warcs.mjs [FOLDER] [--json FILE]
 *
 * FOLDER holds `PROVENANCE.tsv` (the files) and `EXPECTED.tsv` (what JWAT, Python's warcio and npm's warcio said of the WARCs
 * among them); it is `../shared/cases/warc` where none is named, and is no part of this project.
 *
 * The three differ where the standard is loose, so a file counts where they agree, and only in what they agree on:
 *   sound     JWAT compliant, warcio without a complaint or a failed digest, as many records in JWAT as in npm's warcio:
 *             we must find that many records, and no damage.
 *   damaged   JWAT not compliant, with errors, and warcio complains or crashes: we must tell of damage.
 *   counted   JWAT and npm's warcio find as many records, and the file is not damaged: we must find that many.
 *   overruled both complain, and are wrong by the standard; each with its reason below.
 *   disputed  all others: printed with what each says, and judged by nobody.
 * A file that is no WARC must give no record and one fault. The status is 1 where we disagree.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { readWarc } from '../dist/warc/readWarc.js';
import { fileSource } from '../dist/warc/source.js';

const KINDS = ['sound', 'damaged', 'overruled', 'counted', 'disputed', 'other'];

/** Where JWAT and warcio agree and are wrong, with the reason. */
const OVERRULED = new Map([
  [
    'harvard-lil__js-wacz/lil-projects.warc.gz',
    'both take the digest of eight payloads with the chunk framing; the entity-body of the standard (5.9) has none, and agrees',
  ],
]);

const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const folder = positionals[0] ?? fileURLToPath(new URL('../../shared/cases/warc', import.meta.url));
if (existsSync(folder)) await evaluate();
else console.log(`There are no web archives in ${folder}: they are not part of the project, and nothing was measured.`);

async function evaluate() {
  const expected = new Map(rowsOf('EXPECTED.tsv').map((row) => [row.file, row]));
  const results = [];
  for (const { file } of rowsOf('PROVENANCE.tsv')) results.push(judged(await read(file), expected.get(file)));
  for (const result of results) console.log(lineOf(result));
  console.log(`\n${results.length} files`);
  for (const kind of KINDS) {
    const each = results.filter((result) => result.kind === kind);
    console.log(
      `${kind.padEnd(10)} ${String(each.length).padStart(4)}   ${each.filter(({ wrong }) => wrong !== undefined).length} disagree`,
    );
  }
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(results, null, 2)}\n`);
  if (results.some(({ wrong }) => wrong !== undefined)) process.exitCode = 1;
}

function rowsOf(name) {
  const [head = [], ...rows] = readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(head.map((column, index) => [column, row[index] ?? ''])));
}

async function read(file) {
  const source = await fileSource(join(folder, file));
  const ours = { file, records: 0, damage: [], notices: [] };
  for await (const { record, faults } of readWarc(source)) {
    if (record !== undefined) ours.records += 1;
    for (const { severity, offset, reason } of faults) (severity === 'damage' ? ours.damage : ours.notices).push(`at ${offset}: ${reason}`);
  }
  await source.close();
  return ours;
}

function judged(ours, theirs) {
  const kind = theirs === undefined ? 'other' : OVERRULED.has(ours.file) ? 'overruled' : kindOf(theirs);
  const others =
    theirs &&
    `JWAT ${theirs.jwat_verdict} ${theirs.jwat_records}, warcio ${complains(theirs) ? 'complains' : 'passes'}, npm ${count(theirs)}`;
  return { ...ours, kind, others, wrong: wrongIn(ours, kind, theirs) };
}

function kindOf(theirs) {
  const isCompliant = theirs.jwat_verdict === 'compliant';
  const agreeOnCount = Number(theirs.jwat_records) === count(theirs);
  if (isCompliant && !complains(theirs) && agreeOnCount) return 'sound';
  if (!isCompliant && Number(theirs.jwat_errors) > 0 && complains(theirs)) return 'damaged';
  return agreeOnCount ? 'counted' : 'disputed';
}

function wrongIn({ records, damage, notices }, kind, theirs) {
  if (kind === 'other' && records === 0 && damage.length + notices.length !== 1) return 'a file without a record has one fault';
  if (kind === 'sound' && damage.length > 0) return 'damage in a sound file';
  if (kind === 'damaged' && damage.length === 0) return 'no damage in a damaged file';
  if ((kind === 'sound' || kind === 'counted') && records !== count(theirs)) return `${count(theirs)} records expected`;
  return undefined;
}

function complains(theirs) {
  return theirs.warcio_py_check_rc !== '0' || Number(theirs.warcio_digest_fail) > 0;
}

function count(theirs) {
  return Number(theirs['warcio_js_2.4.11_records']);
}

function lineOf({ file, kind, records, damage, notices, others, wrong }) {
  const ours = `${records} records, ${damage.length} damage, ${notices.length} notices`;
  const first = damage[0] ?? notices[0];
  const lines = [`${wrong === undefined ? 'ok ' : 'BAD'} ${kind.padEnd(8)} ${file}: ${ours}${first === undefined ? '' : `; ${first}`}`];
  if (wrong !== undefined) lines.push(`    ${wrong}`);
  if (wrong !== undefined || kind === 'disputed' || (kind === 'counted' && damage.length > 0)) lines.push(`    ${others}`);
  if (kind === 'overruled') lines.push(`    ${others}: ${OVERRULED.get(file)}`);
  return lines.join('\n');
}
