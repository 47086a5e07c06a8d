/** On a terminal, one line that is rewritten in its place: counts, rate, time left and the newest finding. */
import { printable } from '../article/printable.ts';
import type { Io } from './io.ts';

const WIDTH = 20;

export class CrawlProgress {
  readonly #io: Io;
  readonly #begun: number;
  #expected = 0;
  #done = 0;
  #newest = '';
  #shown = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#begun = io.now().getTime();
  }

  expect(addresses: number): void {
    this.#expected = this.#done + addresses;
  }

  /** @param finding what was found at it, where that is new */
  done(finding?: string): void {
    this.#done += 1;
    this.#expected = Math.max(this.#expected, this.#done);
    this.#newest = finding ?? this.#newest;
  }

  show(): void {
    if (!this.#io.err.isTTY || this.#done === 0) return;
    const line = this.#line().slice(0, Math.max(20, this.#io.err.columns - 1));
    this.#io.err.write(`\r${line}`);
    this.#shown = line.length;
  }

  clear(): void {
    if (this.#shown > 0) this.#io.err.write(`\r${' '.repeat(this.#shown)}\r`);
    this.#shown = 0;
  }

  #line(): string {
    const minutes = Math.max(1, this.#io.now().getTime() - this.#begun) / 60_000;
    const rate = this.#done / minutes;
    const left = (this.#expected - this.#done) / rate;
    const bar = '#'.repeat(Math.round((this.#done / this.#expected) * WIDTH)).padEnd(WIDTH, '.');
    const times = `${Math.round(rate)} a minute, ${left < 1 ? 'less than a minute' : `${Math.ceil(left)} min`} left`;
    return `[${bar}] ${this.#done} of ${this.#expected}, ${times}   ${printable(this.#newest)}`;
  }
}
