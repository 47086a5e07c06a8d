/** Crawlee looks for work when a visit ends, and twice a second; the alarm tells it when a gap is over. */
export class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  in(ms: number | undefined): void {
    clearTimeout(this.#timer);
    if (ms !== undefined && ms > 0) this.#timer = setTimeout(this.#ring, Math.ceil(ms));
  }
}
