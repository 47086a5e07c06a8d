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

const SECOND_MS = 1000;

/** As `Progress`, for a work whose end nobody knows: how many are done, and how many a second. */
export class Counter {
  readonly #io: Io;
  readonly #what: string;
  readonly #begun: number;
  #shown = '';
  #shownAt = 0;

  constructor(io: Io, what: string) {
    this.#io = io;
    this.#what = what;
    this.#begun = io.now().getTime();
  }

  at(done: number): void {
    const now = this.#io.now().getTime();
    if (!this.#io.err.isTTY || now - this.#shownAt < SECOND_MS / 4) return;
    const line = `${done} ${this.#what}${this.rateOf(done)}`;
    this.#io.err.write(`\r${line.padEnd(this.#shown.length)}`);
    [this.#shown, this.#shownAt] = [line, now];
  }

  /** `, 1200 a second`, once there is enough to tell. */
  rateOf(done: number): string {
    const seconds = (this.#io.now().getTime() - this.#begun) / SECOND_MS;
    return seconds < 1 ? '' : `, ${Math.round(done / seconds)} a second`;
  }

  end(): void {
    if (this.#shown !== '') this.#io.err.write(`\r${' '.repeat(this.#shown.length)}\r`);
    this.#shown = '';
  }
}
