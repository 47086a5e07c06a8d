/** The edge of the program: the streams, the clock and the environment, handed in so that a test can hand in its own. */

export interface Output {
  write(text: string | Uint8Array): void;
  readonly isTTY: boolean;
  readonly columns: number;
}

export interface Io {
  /** Data only. */
  readonly out: Output;
  /** Everything else: progress, warnings, errors. */
  readonly err: Output;
  /** Standard input as text, read when it is asked for. */
  readInput(): Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  now(): Date;
  /** Aborted by the first Ctrl-C: finish what is in flight, then stop. */
  readonly signal: AbortSignal;
  /** From now on a SIGHUP ends nothing: it is noted. */
  heedHangups(): void;
  /** Whether one has come since the last one was taken. */
  hasHangup(): boolean;
  takeHangup(): boolean;
}

/** Whether colours are wanted: on a terminal, unless NO_COLOR or --no-color says otherwise; FORCE_COLOR overrules. */
export function wantsColour(io: Io, flag: boolean): boolean {
  if (!flag || (io.env['NO_COLOR'] ?? '') !== '') return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0';
  return io.out.isTTY && io.env['TERM'] !== 'dumb';
}
