/** Every address that a page gives as its own: the canonical link, what it tells social networks, what it tells search engines. */
import type { FieldRule } from '../article/site.ts';
import { absoluteUrl, CANONICAL } from './facts.ts';
import { fieldOf, sheetOf } from './fields.ts';

const RULES: readonly FieldRule[] = [
  ...CANONICAL,
  'json-ld:mainEntityOfPage',
  'json-ld:mainEntityOfPage.@id',
  'json-ld:mainEntityOfPage.url',
  'json-ld:url',
];

/** In full, the canonical ones first; empty where the page gives none. */
export function ownAddresses(html: string, url: string): string[] {
  const sheet = sheetOf(html, url);
  const addressesBy = (rule: FieldRule) =>
    fieldOf(sheet, [rule], (found) => found.flatMap(({ value }) => addressIn(value, url))).value ?? [];
  return [...new Set(RULES.flatMap(addressesBy))];
}

// Templates leave "#" and names of things where an address should stand; resolved, these would be the page itself.
function addressIn(value: string, base: string): string[] {
  const address = /^(?:https?:\/\/|\/)/iu.test(value) ? absoluteUrl(value, base) : undefined;
  return address === undefined ? [] : [address];
}
