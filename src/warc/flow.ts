/** Bytes that come in pieces, looked at before they are taken: no more is held than was asked for, and one piece. */
export class Flow {
  /** How many bytes have been taken. */
  position = 0;
  readonly #pieces: AsyncIterator<Uint8Array, unknown>;
  #held = Buffer.alloc(0);
  #isDry = false;

  constructor(pieces: AsyncIterator<Uint8Array, unknown>) {
    this.#pieces = pieces;
  }

  /** The next bytes, fewer where the flow ends before. A view: it stays as it is when more is taken. */
  async peek(length: number): Promise<Buffer> {
    if (this.#held.length < length && !this.#isDry) await this.#gather(length);
    return this.#held.subarray(0, length);
  }

  /** Takes bytes that were peeked at. */
  drop(length: number): void {
    const taken = Math.min(length, this.#held.length);
    this.#held = this.#held.subarray(taken);
    this.position += taken;
  }

  async isAtEnd(): Promise<boolean> {
    return (await this.peek(1)).length === 0;
  }

  async #gather(length: number): Promise<void> {
    const parts: Uint8Array[] = [this.#held];
    let total = this.#held.length;
    while (total < length) {
      const next = await this.#pieces.next();
      if (next.done === true) {
        this.#isDry = true;
        break;
      }
      parts.push(next.value);
      total += next.value.length;
    }
    this.#held = Buffer.concat(parts);
  }
}
