/** Tables of what was measured: in Markdown, on standard output and between their marks in bench/README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

import { median, spread } from './rounds.mjs';

export function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * A row a client.
 * @param columns each `{ title, of, digits, ratio, share }`; with `ratio` the spread, and how much more ours has; with `share` the client's
 *   median as a multiple of ours
 */
export function clientTable(results, columns) {
  const [ours] = results;
  const head = ['', ...columns.flatMap(({ title, ratio }) => (ratio ? [`${title}, median (least–most)`, 'ours is'] : [title]))];
  const cells = ({ figures }, { of, digits = 1, ratio, share }) => {
    const values = figures.map(of).filter((value) => value !== undefined);
    if (values.length === 0) return ratio ? ['–', '–'] : ['–'];
    const own = median(ours.figures.map(of));
    if (share) return [figures === ours.figures ? '1' : times(median(values) / own)];
    if (!ratio) return [number(median(values), digits)];
    const { middle, least, most } = spread(values);
    return [
      `${number(middle, digits)} (${number(least, digits)}–${number(most, digits)})`,
      figures === ours.figures ? '1' : times(own / middle),
    ];
  };
  return markdown(
    head,
    results.map((result) =>
      result.missing === undefined
        ? [result.name, ...columns.flatMap((column) => cells(result, column))]
        : [result.name, `missing: ${result.missing}`, ...head.slice(2).map(() => '–')],
    ),
  );
}

export function number(value, digits = 1) {
  return value.toFixed(value >= 100 ? 0 : digits);
}

export function times(ratio) {
  return `${ratio.toFixed(2)} ×`;
}

/** The machine in general words; nothing that names it. */
export function machine() {
  const model = (cpus()[0]?.model ?? 'an unknown CPU').replaceAll(/\s+/gu, ' ').trim();
  return `${availableParallelism()} cores of ${model}, Node ${process.versions.node}`;
}

/** Puts a bench's tables between its marks. @throws where there are none */
export function writeInto(file, name, text) {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const old = readFileSync(file, 'utf8');
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`There are no marks ${begin} and ${end} in ${file}.`);
  writeFileSync(file, `${old.slice(0, from + begin.length)}\n${text}\n${old.slice(to)}`);
}
