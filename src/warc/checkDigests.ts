/** Whether a record's block and payload are what its digests say (WARC 1.1, 5.8 and 5.9). */
import { digestAgrees } from './digest.ts';
import { damage, notice, type Finding } from './faults.ts';
import { splitHttp, unchunked } from './http.ts';
import { fieldOf, typeOf, type WarcRecord } from './record.ts';

/** What a payload's digest may have been made of, the standard's own sense first. */
type Candidate = readonly [bytes: Uint8Array, what: string | undefined];

export function digestFindings(record: WarcRecord): Finding[] {
  const { candidates, findings } = payloadOf(record);
  return [...blockFindings(record), ...findings, ...against(record, 'WARC-Payload-Digest', '5.9', candidates)];
}

// GNU wget gives its revisits the digest of the whole message, whose body it leaves out: that can't be held against the head.
function blockFindings(record: WarcRecord): Finding[] {
  const findings = against(record, 'WARC-Block-Digest', '5.8', blockOf(record));
  const isHead = typeOf(record) === 'revisit' && has(record, 'WARC-Truncated');
  if (!isHead) return findings;
  return findings.map(({ reason }) => notice(`${reason}; perhaps it is that of the whole message, which is not here`));
}

function against(record: WarcRecord, name: string, section: string, candidates: readonly Candidate[]): Finding[] {
  const digest = fieldOf(record, name);
  if (digest === undefined || digest === '' || candidates.length === 0) return [];
  const source = `(WARC 1.1, ${section})`;
  for (const [bytes, what] of candidates) {
    const agreement = digestAgrees(digest, bytes);
    if (agreement === 'right') return what === undefined ? [] : [notice(`${name} is that of ${what} ${source}`)];
    if (agreement === 'unknown') return [notice(`${name} ${JSON.stringify(digest)} is of a kind that can't be checked ${source}`)];
    if (agreement === 'malformed') return [damage(`${name} ${JSON.stringify(digest)} is no digest of its kind ${source}`)];
  }
  // What was cut on its way may have been whole when the digest of its payload was made.
  const mayDiffer = name === 'WARC-Payload-Digest' && has(record, 'WARC-Truncated');
  return [(mayDiffer ? notice : damage)(`${name} ${digest} is not that of the bytes ${source}`)];
}

// The payload of a revisit, and of a segment, is not here.
function payloadOf(record: WarcRecord): { readonly candidates: readonly Candidate[]; readonly findings: readonly Finding[] } {
  const type = typeOf(record);
  if (['revisit', 'continuation'].includes(type) || has(record, 'WARC-Segment-Number')) return { candidates: [], findings: [] };
  const http = ['response', 'request'].includes(type) ? httpIn(record) : undefined;
  if (http === undefined) return { candidates: [[record.block, undefined]], findings: [] };
  if (http === 'broken')
    return {
      candidates: [[record.block, undefined]],
      findings: [notice('the block is no HTTP message, although its Content-Type says so (WARC 1.1, 6.3)')],
    };
  const { body, wasChunked, findings } = unchunked(http);
  return {
    candidates: wasChunked
      ? [
          [body, undefined],
          [http.body, 'the body with its chunk framing'],
        ]
      : [[body, undefined]],
    findings,
  };
}

// GNU wget labels the block of a revisit with the digest of the body that it left off: none.
function blockOf(record: WarcRecord): Candidate[] {
  const body = typeOf(record) === 'revisit' ? splitHttp(record.block)?.body : undefined;
  return [[record.block, undefined], ...(body === undefined ? [] : [[body, 'the body alone'] as const])];
}

function httpIn(record: WarcRecord): ReturnType<typeof splitHttp> | 'broken' {
  const isHttp = /^application\/https?\b/iu.test(fieldOf(record, 'Content-Type') ?? '');
  const split = splitHttp(record.block);
  const message = typeOf(record) === 'response' && split?.status === undefined ? undefined : split;
  return message ?? (isHttp ? 'broken' : undefined);
}

function has(record: WarcRecord, name: string): boolean {
  return fieldOf(record, name) !== undefined;
}
