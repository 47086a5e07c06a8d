/** What came of asking a web archive: a line for each capture, and the sum. */
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { printableLines } from '../article/printable.ts';
import type { Backfilled, Skipped } from '../crawl/backfill.ts';
import { writeJson, type Context } from './context.ts';
import { plural } from './format.ts';
import { takenFacts, takenLine } from './takenIn.ts';

export class BackfillReport {
  readonly #context: Context;
  readonly #skipped = new Map<Skipped, number>();
  readonly #counts = { addresses: 0, listed: 0, captures: 0, snapshots: 0, failed: 0, damaged: 0 };

  constructor(context: Context) {
    this.#context = context;
  }

  add(came: Backfilled): void {
    if ('listed' in came) {
      this.#counts.addresses += 1;
      this.#counts.listed += came.listed;
    } else if ('skipped' in came) this.#skipped.set(came.skipped, (this.#skipped.get(came.skipped) ?? 0) + 1);
    else if ('sighting' in came) this.#tellKept(came);
    else this.#tellTrouble(came);
  }

  /** The last line. */
  sum(): void {
    const { io, isJson } = this.#context;
    const { addresses, listed, captures, snapshots, failed } = this.#counts;
    if (isJson) writeJson(io, 'baoluu.backfill/1', { ...this.#counts, skipped: Object.fromEntries(this.#skipped) });
    const skipped = [...this.#skipped].map(([reason, count]) => `${count} ${reason}`);
    const parts = [
      `${plural(captures, 'capture')} new`,
      `${plural(snapshots, 'snapshot')} new`,
      ...skipped,
      ...(failed === 0 ? [] : [`${failed} failed`]),
    ];
    io.err.write(`${plural(listed, 'capture')} listed for ${plural(addresses, 'address', 'addresses')}: ${parts.join('; ')}\n`);
  }

  get status(): ExitStatus {
    const { captures, failed, damaged } = this.#counts;
    if (damaged > 0) return EXIT.damaged;
    if (failed === 0) return EXIT.done;
    return captures > 0 || (this.#skipped.get('known before') ?? 0) > 0 ? EXIT.someFailed : EXIT.failed;
  }

  #tellTrouble(
    came: Exclude<Backfilled, { readonly sighting: unknown } | { readonly skipped: unknown } | { readonly listed: unknown }>,
  ): void {
    const { io, isJson } = this.#context;
    const why = 'damage' in came ? came.damage.message : came.failure;
    this.#counts['damage' in came ? 'damaged' : 'failed'] += 1;
    const about = 'memento' in came ? { url: came.memento.url, at: came.memento.at, via: came.memento.raw } : { url: came.address };
    if (isJson) writeJson(io, 'baoluu.backfilled/1', { ...about, failure: { why } });
    io.err.write(`baoluu: ${printableLines(why)}\n`);
  }

  #tellKept({ memento, sighting, recorded }: Extract<Backfilled, { readonly sighting: unknown }>): void {
    const { io, isJson } = this.#context;
    this.#counts.captures += 1;
    if (recorded.isNewSnapshot) this.#counts.snapshots += 1;
    const facts = { url: memento.url, via: memento.raw, ...takenFacts(sighting, recorded, this.#context) };
    if (isJson) writeJson(io, 'baoluu.backfilled/1', facts);
    else io.out.write(takenLine(sighting, recorded, memento.raw, this.#context));
  }
}
