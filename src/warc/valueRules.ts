/** What the values of named fields must be (WARC 1.1, 5): the form, and what goes with the record's type. */
import { isIP } from 'node:net';
import { targetOf } from './record.ts';
import { rule, TYPES, value, type Rule } from './rule.ts';
import { hasScheme, hasUriCharacters, inBrackets, isMediaType, isWarcDate, isWarcDate10 } from './values.ts';

const TRUNCATIONS = new Set(['length', 'time', 'disconnect', 'unspecified']);

export const valueRules: readonly Rule[] = [
  rule('4', 'notice', ({ record }) =>
    /^1\.[01]$/u.test(record.version) ? undefined : `WARC/${record.version} is a draft or unknown, and is read as 1.1`,
  ),
  value('WARC-Record-ID', '5.2', 'damage', (id) => hasScheme(inBrackets(id) ?? id) || 'is no URI'),
  value('Content-Length', '5.3', 'damage', (length) => /^\d{1,15}$/u.test(length) || 'is no number of bytes'),
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
      (id) => isUri(inBrackets(id)) || (name === 'WARC-Record-ID' && !hasScheme(inBrackets(id) ?? id)) || 'is no URI in angle brackets',
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

function isUri(text: string | undefined): boolean {
  return text !== undefined && hasScheme(text) && hasUriCharacters(text);
}
