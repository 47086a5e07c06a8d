/** What a revisit must tell of the record that it repeats (WARC 1.1, 6.7; the profiles of 1.0 are the same two). */
import type { Severity } from './faults.ts';
import { PROFILE } from './record.ts';
import { rule, value, type Facts, type Rule } from './rule.ts';
import { inBrackets } from './values.ts';

const PROFILES: readonly string[] = Object.values(PROFILE);

export const revisitRules: readonly Rule[] = [
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
