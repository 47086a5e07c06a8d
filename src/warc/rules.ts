/**
 * The rules of the standard for one record, as a table: WARC 1.1 (ISO 28500:2017), and 1.0 where it differs.
 * Here, which fields a record must and may have; what their values must be stands in valueRules.ts and revisitRules.ts.
 *
 * https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
 */
import { revisitRules } from './revisitRules.ts';
import { TYPES, value, type Rule } from './rule.ts';
import { valueRules } from './valueRules.ts';

const WITH_TARGET = ['response', 'resource', 'request', 'revisit', 'conversion', 'continuation'];
const WITH_EVENT = ['request', 'response', 'resource', 'metadata', 'revisit'];
/** Field, section, the types that must have it, those that may have it. */
const FIELDS: readonly (readonly [name: string, section: string, must: readonly string[], may: readonly string[]])[] = [
  ['WARC-Record-ID', '5.2', TYPES, TYPES],
  ['Content-Length', '5.3', TYPES, TYPES],
  ['WARC-Date', '5.4', TYPES, TYPES],
  ['WARC-Type', '5.5', TYPES, TYPES],
  ['Content-Type', '5.6', [], TYPES],
  ['WARC-Concurrent-To', '5.7', [], WITH_EVENT],
  ['WARC-Block-Digest', '5.8', [], TYPES],
  ['WARC-Payload-Digest', '5.9', [], WITH_TARGET],
  ['WARC-IP-Address', '5.10', [], WITH_EVENT],
  ['WARC-Refers-To', '5.11', [], ['metadata', 'revisit', 'conversion']],
  ['WARC-Refers-To-Target-URI', '5.12', [], ['revisit']],
  ['WARC-Refers-To-Date', '5.13', [], ['revisit']],
  ['WARC-Target-URI', '5.14', WITH_TARGET, [...WITH_TARGET, 'metadata']],
  ['WARC-Truncated', '5.15', [], TYPES],
  ['WARC-Warcinfo-ID', '5.16', [], TYPES.slice(1)],
  ['WARC-Filename', '5.17', [], ['warcinfo']],
  ['WARC-Profile', '5.18', ['revisit'], ['revisit']],
  ['WARC-Identified-Payload-Type', '5.19', [], WITH_TARGET],
  ['WARC-Segment-Number', '5.20', ['continuation'], TYPES],
  ['WARC-Segment-Origin-ID', '5.21', ['continuation'], ['continuation']],
  ['WARC-Segment-Total-Length', '5.22', [], ['continuation']],
];

/** A record of an unknown type must have what all must have; what else it may have is its own affair. */
const MISSING: Rule[] = FIELDS.map(([name, section, must]) => ({
  section,
  severity: 'damage',
  breach: ({ type, get }) => ((must === TYPES || must.includes(type)) && get(name) === undefined ? `${name} is missing` : undefined),
}));

const MISPLACED: Rule[] = FIELDS.map(([name, section, , may]) => ({
  section,
  severity: 'notice',
  breach: ({ type, get }) =>
    TYPES.includes(type) && !may.includes(type) && get(name) !== undefined
      ? `a ${type} record has no ${name}, and this one does`
      : undefined,
}));

// Two values of one field can't both be true; the same value twice is only untidy.
const REPEATED: Rule[] = FIELDS.filter(([name]) => name !== 'WARC-Concurrent-To').flatMap(([name]) =>
  (['damage', 'notice'] as const).map((severity) => ({
    section: '5.1',
    severity,
    breach: ({ record }) => {
      const values = record.fields.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, written]) => written);
      const isContradiction = new Set(values).size > 1;
      if (values.length < 2 || isContradiction !== (severity === 'damage')) return undefined;
      return `${name} stands ${values.length} times${isContradiction ? ', with different values' : ''}`;
    },
  })),
);

/** For every record, cut or not. */
export const RULES: readonly Rule[] = [...MISSING, ...REPEATED, ...MISPLACED, ...valueRules, ...revisitRules];

/** For a record whose block is all there. */
export const LENGTH: Rule = value('Content-Length', '5.3', 'damage', (length, { record }) => {
  return !/^\d+$/u.test(length) || Number(length) === record.block.length || `does not agree with a block of ${record.block.length} bytes`;
});
