/** What was measured, as Markdown; and which bars were missed. */

const COLUMNS = ['words', 'paragraphs', 'title', 'day', 'instant', 'captionPrecision', 'captionRecall', 'foreign', 'empty', 'p50', 'p95'];
/** These are good when small; all others when large. */
const COUNTS = new Set(['foreign', 'empty', 'listsTaken', 'faults']);

export function totalTable(sets) {
  const head = `| set | pages | reader | ${COLUMNS.join(' | ')} |\n|${'---|'.repeat(COLUMNS.length + 3)}`;
  const rows = sets.flatMap(({ name, totals }) =>
    Object.entries(totals).map(
      ([reader, total]) => `| ${name} | ${total.pages} | ${reader} | ${COLUMNS.map((each) => cell(each, total[each])).join(' | ')} |`,
    ),
  );
  const lists = sets
    .filter((set) => set.lists > 0)
    .map((set) => `${set.name}: ${set.listsTaken} of ${set.lists} fronts and lists taken for an article.`);
  const faults = sets.flatMap(({ name, faults: each }) =>
    each.map(({ reader, name: page, fault }) => `${name}/${page}: ${reader} threw ${fault}`),
  );
  return ['## In total', '', head, ...rows, '', ...lists, ...faults, ''].join('\n');
}

export function pageTable({ name, pages }) {
  const readers = Object.keys(pages.find((page) => Object.keys(page.scores).length > 0)?.scores ?? {});
  const head = `| page | ${readers.map((reader) => `${reader}: words, paragraphs, title, day, captions, ms`).join(' | ')} | foreign text in ours |\n|${'---|'.repeat(readers.length + 2)}`;
  const rows = pages.map((page) => `| ${page.name} | ${readers.map((reader) => brief(page, reader)).join(' | ')} | ${foreignIn(page)} |`);
  return [`## ${name}`, '', head, ...rows, ''].join('\n');
}

/** One sentence for each figure that is below its bar. `bestPeer` in a set's bars asks for no less than the best of the peers. */
export function missedBars(sets, bars) {
  return Object.entries(bars).flatMap(([set, byReader]) => {
    const measured = sets.find(({ name }) => name === set);
    if (measured === undefined) return [];
    return Object.entries(byReader).flatMap(([reader, wanted]) =>
      Object.entries(wanted).flatMap(([figure, bar]) => missed(measured, reader, figure, bar)),
    );
  });
}

function missed(set, reader, figure, bar) {
  const total = { ...set.totals[reader], listsTaken: set.listsTaken, faults: set.faults.filter((fault) => fault.reader === reader).length };
  if (figure === 'bestPeer') return bar.flatMap((each) => belowPeers(set, reader, each));
  const value = total[figure];
  const isGood = value === undefined || (COUNTS.has(figure) ? value <= bar : value >= bar);
  return isGood ? [] : [`Below its bar: ${set.name}, ${reader}: ${figure} is ${cell(figure, value)}, and should be ${bar}.`];
}

function belowPeers({ name, totals }, reader, figure) {
  const peers = Object.entries(totals).filter(([peer]) => peer !== 'ours' && peer !== 'generic');
  return peers
    .filter(([, total]) => total[figure] > totals[reader][figure])
    .map(
      ([peer, total]) =>
        `Below a peer: ${name}, ${reader}: ${figure} is ${cell(figure, totals[reader][figure])}, ${peer} has ${cell(figure, total[figure])}.`,
    );
}

function brief({ scores, takenFor }, reader) {
  const score = scores[reader];
  if (score === undefined) return takenFor ?? '–';
  const { right, found, gold } = score.captions ?? {};
  const captions = gold === undefined ? '–' : `${right}/${found}/${gold}`;
  return [
    ...['words', 'paragraphs', 'title', 'day'].map((each) => cell(each, score[each])),
    captions,
    cell('p50', score.milliseconds),
  ].join(', ');
}

function foreignIn({ scores }) {
  return (scores.ours ?? scores.generic)?.foreign.map((text) => `"${text}"`).join(', ') ?? '';
}

function cell(name, value) {
  if (value === undefined) return '–';
  return COUNTS.has(name) || name.startsWith('p5') || name.startsWith('p9') ? String(Math.round(value)) : value.toFixed(3);
}
