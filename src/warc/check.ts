/**
 * The rules of the standard for one record, as a table: WARC 1.1 (ISO 28500:2017), and 1.0 where it differs.
 *
 * https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
 */
import { isIP } from 'node:net';
import { digestFindings } from './checkDigests.ts';
import type { Finding, Severity } from './faults.ts';
import { fieldOf, PROFILE, targetOf, typeOf, type WarcRecord } from './record.ts';
import { hasScheme, hasUriCharacters, inBrackets, isMediaType, isWarcDate, isWarcDate10 } from './values.ts';

/** What the rules ask of: a record's type and fields at hand. */
interface Facts {
  readonly record: WarcRecord;
  readonly type: string;
  /** The value of a field; undefined where it is missing or empty. */
  readonly get: (name: string) => string | undefined;
}

interface Rule {
  /** Of WARC 1.1. */
  readonly section: string;
  readonly severity: Severity;
  /** What is wrong, in a clause; undefined where nothing is. */
  readonly breach: (facts: Facts) => string | undefined;
}

/**
 * What is wrong with a record by itself: fields, length and digests. Other records are not asked.
 * @param isWhole false for a record whose block is known to be cut: it's not held against its length and its digests
 */
export function checkRecord(record: WarcRecord, isWhole = true): Finding[] {
  const facts: Facts = { record, type: typeOf(record), get: (name) => fieldOf(record, name) || undefined };
  const findings = (isWhole ? [...RULES, LENGTH] : RULES).flatMap(({ section, severity, breach }) => {
    const clause = breach(facts);
    return clause === undefined ? [] : [{ severity, reason: `${clause} (WARC 1.1, ${section})` }];
  });
  return isWhole ? [...findings, ...digestFindings(record)] : findings;
}

const TYPES = ['warcinfo', 'response', 'resource', 'request', 'metadata', 'revisit', 'conversion', 'continuation'];
const WITH_TARGET = ['response', 'resource', 'request', 'revisit', 'conversion', 'continuation'];
const WITH_EVENT = ['request', 'response', 'resource', 'metadata', 'revisit'];
const TRUNCATIONS = new Set(['length', 'time', 'disconnect', 'unspecified']);

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

const VALUES: Rule[] = [
  rule('4', 'notice', ({ record }) =>
    /^1\.[01]$/u.test(record.version) ? undefined : `WARC/${record.version} is a draft or unknown, and is read as 1.1`,
  ),
  value('WARC-Record-ID', '5.2', 'damage', (id) => hasScheme(inBrackets(id) ?? id) || 'is no URI'),
  value('WARC-Date', '5.4', 'damage', (date) => isWarcDate(date) || 'is no UTC time'),
  value(
    'WARC-Date',
    '5.4',
    'notice',
    (date, { record }) => record.version !== '1.0' || !isWarcDate(date) || isWarcDate10(date) || 'is of a form that WARC 1.0 does not know',
  ),
  value('WARC-Type', '5.5', 'notice', (_, { type }) => TYPES.includes(type) || 'is a type that the standard does not know'),
  value('Content-Type', '5.6', 'notice', (type) => isMediaType(type) || 'is no media type'),
  rule('5.6', 'notice', ({ record, type, get }) =>
    record.block.length > 0 && type !== 'continuation' && get('Content-Type') === undefined ? 'Content-Type is missing' : undefined,
  ),
  value(
    'Content-Type',
    '6.2',
    'notice',
    (media, { type }) =>
      type !== 'warcinfo' || /^application\/warc-fields\b/iu.test(media) || 'is not the recommended application/warc-fields',
  ),
  value(
    'Content-Type',
    '6.3',
    'notice',
    (media, { record, type }) =>
      !['response', 'request'].includes(type) ||
      !/^https?:/iu.test(targetOf(record) ?? '') ||
      /^application\/https?\b/iu.test(media) ||
      'is not application/http',
  ),
  ...['WARC-Record-ID', 'WARC-Concurrent-To', 'WARC-Refers-To', 'WARC-Warcinfo-ID', 'WARC-Segment-Origin-ID'].map((name) =>
    value(
      name,
      '4',
      'notice',
      (id) =>
        (inBrackets(id) !== undefined && hasUriCharacters(id.slice(1, -1)) && hasScheme(id.slice(1, -1))) || 'is no URI in angle brackets',
    ),
  ),
  value('WARC-IP-Address', '5.10', 'notice', (address) => isIP(address) > 0 || 'is no address'),
  value('WARC-Target-URI', '5.14', 'damage', (uri) => hasScheme(inBrackets(uri) ?? uri) || 'is no URI'),
  ...['WARC-Target-URI', 'WARC-Refers-To-Target-URI', 'WARC-Profile'].flatMap((name) => [
    value(name, '4', 'notice', (uri) => inBrackets(uri) === undefined || 'stands in angle brackets'),
    value(name, '4', 'notice', (uri) => hasUriCharacters(inBrackets(uri) ?? uri) || 'has characters that no URI has'),
  ]),
  value('WARC-Refers-To-Date', '5.13', 'notice', (date) => isWarcDate(date) || 'is no UTC time'),
  value(
    'WARC-Truncated',
    '5.15',
    'notice',
    (reason) => TRUNCATIONS.has(reason.toLowerCase()) || 'is a reason that the standard does not know',
  ),
  value('WARC-Segment-Number', '5.20', 'damage', (number) => /^0*[1-9]\d{0,8}$/u.test(number) || 'is no number from 1 on'),
  value(
    'WARC-Segment-Number',
    '5.20',
    'damage',
    (number, { type }) => type !== 'continuation' || Number(number) !== 1 || 'belongs to the first segment, which is no continuation',
  ),
  value(
    'WARC-Segment-Number',
    '5.20',
    'notice',
    (number, { type }) => type === 'continuation' || !(Number(number) > 1) || 'is not 1, and only a continuation has another',
  ),
  value('WARC-Segment-Total-Length', '5.22', 'notice', (length) => /^\d+$/u.test(length) || 'is no number'),
];

const PROFILES: readonly string[] = Object.values(PROFILE);

const REVISITS: Rule[] = [
  value('WARC-Profile', '6.7', 'notice', (profile) => PROFILES.includes(in11(profile)) || 'is a profile that the standard does not know'),
  revisit('6.7.2', 'damage', PROFILE.identical, ({ get }) =>
    has(get, 'WARC-Payload-Digest') || has(get, ...REFERENCES)
      ? undefined
      : 'nothing tells what this record repeats: WARC-Payload-Digest and WARC-Refers-To are missing',
  ),
  revisit('6.7.2', 'notice', PROFILE.identical, ({ get }) =>
    has(get, 'WARC-Payload-Digest') ? undefined : 'WARC-Payload-Digest is missing',
  ),
  revisit('6.7.2', 'notice', PROFILE.identical, ({ record, get }) =>
    record.version !== '1.1' || record.block.length === 0 || get('WARC-Truncated') === 'length'
      ? undefined
      : 'WARC-Truncated: length is missing',
  ),
  ...PROFILES.map((profile) =>
    revisit('6.7', 'notice', profile, ({ get }) =>
      has(get, ...REFERENCES) ? undefined : 'WARC-Refers-To, and the fields that may stand for it, are missing',
    ),
  ),
];

const REFERENCES = ['WARC-Refers-To', 'WARC-Refers-To-Target-URI', 'WARC-Refers-To-Date'];

const RULES: readonly Rule[] = [...MISSING, ...REPEATED, ...MISPLACED, ...VALUES, ...REVISITS];

const LENGTH: Rule = value('Content-Length', '5.3', 'damage', (length, { record }) => {
  return (/^\d+$/u.test(length) && Number(length) === record.block.length) || `does not agree with a block of ${record.block.length} bytes`;
});

function rule(section: string, severity: Severity, breach: Rule['breach']): Rule {
  return { section, severity, breach };
}

/** A rule for the value of a field that is there: true, or what is wrong with it. */
function value(name: string, section: string, severity: Severity, test: (value: string, facts: Facts) => true | string): Rule {
  return rule(section, severity, (facts) => {
    const written = facts.get(name);
    const verdict = written === undefined || test(written, facts);
    return verdict === true ? undefined : `${name} ${JSON.stringify(written?.slice(0, 200))} ${verdict}`;
  });
}

function revisit(section: string, severity: Severity, profile: string, breach: Rule['breach']): Rule {
  return rule(section, severity, (facts) =>
    in11(facts.get('WARC-Profile') ?? '') === profile && facts.type === 'revisit' ? breach(facts) : undefined,
  );
}

/** A profile by its name of WARC 1.1: 1.0 has the same two under its own number. */
function in11(profile: string): string {
  return (inBrackets(profile) ?? profile).replace('/warc/1.0/revisit/', '/warc/1.1/revisit/');
}

function has(get: Facts['get'], ...names: readonly string[]): boolean {
  return names.some((name) => get(name) !== undefined);
}
