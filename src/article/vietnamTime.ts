/** Times as the newsrooms' clocks show them. */

const VIETNAM_MINUTES = 7 * 60;

/**
 * An instant as the newsrooms' clocks showed it: `2026-03-04T09:15:02+07:00`. Vietnam's offset has been the same
 * since 1975, so that the same archive prints the same history on every machine.
 */
export function formatTime(instant: string): string {
  const local = new Date(Date.parse(instant) + VIETNAM_MINUTES * 60_000);
  return `${local.toISOString().slice(0, 19)}+07:00`;
}
