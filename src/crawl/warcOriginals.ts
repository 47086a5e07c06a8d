/** Which records of one import belong together: a revisit and what it repeats, a page and its request. */
import { isPageType, type Listed } from './warcSurvey.ts';

/** Finds records by what revisits say of them. */
export class Originals {
  readonly #byId = new Map<string, Listed>();
  readonly #byPlace = new Map<string, Listed>();
  readonly #byPayload = new Map<string, Listed>();

  constructor(listed: readonly Listed[]) {
    for (const each of listed) {
      if (each.type !== 'response' && each.type !== 'resource') continue;
      this.#byId.set(each.id, each);
      this.#byPlace.set(placeKey(each.url, each.at), each);
      if (each.payload !== undefined) this.#byPayload.set(payloadKey(each.url, each.payload), each);
    }
  }

  /** By name, else by address and date, else by what it says of the bytes at the same address. */
  of({ refersTo = {}, url, payload }: Listed): Listed | undefined {
    const named = refersTo.id === undefined ? undefined : this.#byId.get(refersTo.id);
    const dated = refersTo.at === undefined ? undefined : this.#byPlace.get(placeKey(refersTo.url ?? url, refersTo.at));
    const alike = payload === undefined ? undefined : this.#byPayload.get(payloadKey(refersTo.url ?? url, payload));
    return [named, dated, alike].find((found) => found !== undefined && agrees(found, payload));
  }
}

/** Requests, and what was written about pages: by the page that they name, and by the page that names them. */
export class Companions {
  readonly #byName = new Map<string, Listed[]>();

  constructor(listed: readonly Listed[]) {
    for (const each of listed.filter(({ type }) => !isPageType(type)))
      for (const name of [each.id, ...each.concurrent]) this.#byName.set(name, [...(this.#byName.get(name) ?? []), each]);
  }

  of({ id, concurrent, from }: Listed): Listed[] {
    const found = [id, ...concurrent].flatMap((name) => this.#byName.get(name) ?? []);
    return [...new Set(found)].filter((each) => each.from === from);
  }
}

/** A record whose bytes have another digest than the revisit says is not what it repeats. */
function agrees(found: Listed, payload: string | undefined): boolean {
  if (payload === undefined || found.payload === undefined) return true;
  return labelOf(found.payload) !== labelOf(payload) || samePayload(found.payload, payload);
}

export function samePayload(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function labelOf(digest: string): string {
  return digest.split(':', 1)[0]?.toLowerCase() ?? '';
}

// Web archives date to the second, and some of their indexes give no more.
function placeKey(url: string, at: string): string {
  return `${url} ${at.slice(0, 19)}`;
}

function payloadKey(url: string, payload: string): string {
  return `${url} ${payload.toLowerCase()}`;
}
