/** A number for what was read of all pages, in whatever order: clients that have the same one read the same texts. */
import { createHash } from 'node:crypto';

export class Checksum {
  pages = 0;
  #sum = 0;

  add({ title, date, paragraphs, captions }) {
    const text = [title, date.slice(0, 16), ...paragraphs, ...captions].map((each) => each.normalize('NFC').replace(/\s+/gu, ' ').trim());
    this.#sum = (this.#sum + createHash('sha256').update(text.join('\n')).digest().readUInt32BE(0)) % 2 ** 32;
    this.pages += 1;
  }

  /** The line that a client ends with. */
  toString() {
    return JSON.stringify({ pages: this.pages, checksum: this.#sum.toString(16) });
  }
}
