/** How baoluu introduces itself to a newsroom. */
import type { Config } from './load.ts';

/** `baoluu/1.2.3 (+https://library.example.vn/archive)`, or what the configuration says in its place. */
export function userAgentOf({ userAgent, contact }: Pick<Config, 'userAgent' | 'contact'>, version: string): string {
  // Without an address the newsroom reads at least what kind of program asks; `doctor` tells the person to leave one.
  return userAgent ?? `baoluu/${version} (${contact === undefined ? 'news archive; its keeper has left no contact' : `+${contact}`})`;
}
