/** One record held against the standard: its rules, and its digests. */
import { digestFindings } from './checkDigests.ts';
import type { Finding } from './faults.ts';
import { fieldOf, typeOf, type WarcRecord } from './record.ts';
import type { Facts } from './rule.ts';
import { LENGTH, RULES } from './rules.ts';

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
