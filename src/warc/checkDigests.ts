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
  const findings = against(record, 'WARC-Block-Digest', '5.8', [[record.block, undefined]]);
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
  return [damage(`${name} ${digest} is not that of the bytes ${source}`)];
}

// The payload of a revisit, and of a segment, is not here; that of a cut one may have been whole when its digest was made.
function payloadOf(record: WarcRecord): { readonly candidates: readonly Candidate[]; readonly findings: readonly Finding[] } {
  const type = typeOf(record);
  if (['revisit', 'continuation'].includes(type) || has(record, 'WARC-Segment-Number') || has(record, 'WARC-Truncated'))
    return { candidates: [], findings: [] };
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

function httpIn(record: WarcRecord): ReturnType<typeof splitHttp> | 'broken' {
  const isHttp = /^application\/https?\b/iu.test(fieldOf(record, 'Content-Type') ?? '');
  const message = splitHttp(record.block);
  return message ?? (isHttp ? 'broken' : undefined);
}

function has(record: WarcRecord, name: string): boolean {
  return fieldOf(record, name) !== undefined;
}
