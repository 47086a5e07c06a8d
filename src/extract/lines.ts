/** Patterns that a site file writes for whole lines. */

/** The patterns, each for a whole line; written apart, so that none can reach into the next. */
export function wholeLine(patterns: readonly string[]): RegExp[] {
  return patterns.map((pattern) => new RegExp(`^(?:${pattern})$`, 'iu'));
}
