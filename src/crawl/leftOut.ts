/** What a seed names and a crawl leaves out: counted by reason, told in a sentence each with an example. */
import type { Site } from '../article/site.ts';
import { printable } from '../article/printable.ts';

export type Reason = 'other site' | 'no article' | 'no address' | 'date' | 'beyond' | 'nothing';

export class Tally {
  readonly #counts = new Map<Reason, { count: number; example: string }>();
  readonly #said: string[] = [];

  say(text: string): void {
    this.#said.push(text);
  }

  count(reason: Reason, example: string): void {
    const known = this.#counts.get(reason);
    if (known === undefined) this.#counts.set(reason, { count: 1, example: printable(example.trim().slice(0, 200)) });
    else known.count++;
  }

  many(reason: Reason, count: number): void {
    if (count > 0) this.#counts.set(reason, { count, example: '' });
  }

  /** Whether nothing of the list itself is missing: what was left out by its address or date is not meant. */
  get isWhole(): boolean {
    return this.#said.length === 0 && !this.#counts.has('beyond');
  }

  sentences({ name }: Site): string[] {
    return [...this.#said, ...[...this.#counts].flatMap(([reason, { count, example }]) => sentence(reason, count, example, name))];
  }
}

function sentence(reason: Reason, count: number, example: string, site: string): string[] {
  const addresses = `${count} ${count === 1 ? 'address' : 'addresses'}`;
  switch (reason) {
    case 'other site':
      return [`${addresses} of other sites left out, such as ${example}`];
    case 'no article':
      return [`${addresses} left out that ${count === 1 ? 'is no article' : 'are no articles'} of ${site}, such as ${example}`];
    case 'no address':
      return [
        `${count} ${count === 1 ? 'entry' : 'entries'} without an address of the web left out${example === '' ? '' : `, such as "${example}"`}`,
      ];
    case 'date':
      return [`${count} wrong ${count === 1 ? 'date' : 'dates'} dropped, such as "${example}"`];
    case 'beyond':
      return [`the oldest ${count} left out: more than 50000 in one file`];
    case 'nothing':
      return [];
  }
}
