/** A line that tells how far a long work is, where somebody is looking; it is rewritten in its place. */
import type { Io } from './io.ts';

const WIDTH = 30;

export class Progress {
  readonly #io: Io;
  readonly #total: number;
  readonly #what: string;
  #shown = '';

  constructor(io: Io, total: number, what: string) {
    this.#io = io;
    this.#total = total;
    this.#what = what;
  }

  at(done: number): void {
    if (!this.#io.err.isTTY || this.#total < 2) return;
    const share = done / this.#total;
    const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
    const line = `[${bar}] ${done} of ${this.#total} ${this.#what}, ${Math.floor(share * 100)} %`;
    if (line !== this.#shown) this.#io.err.write(`\r${line}`);
    this.#shown = line;
  }

  /** Takes the line away, so that another can be written in its place. */
  clear(): void {
    if (this.#shown === '') return;
    this.#io.err.write(`\r${' '.repeat(this.#shown.length)}\r`);
    this.#shown = '';
  }

  end(): void {
    this.clear();
  }
}
