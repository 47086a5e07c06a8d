/** What the parts of the SQLite catalogue ask of the database: statements by their text, and transactions. */

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A connection. Rows are what the statement says they are; each part that asks knows its own. */
export interface Sql {
  run(statement: string, values?: readonly Value[]): number;
  get<T = Row>(statement: string, values?: readonly Value[]): T | undefined;
  all<T = Row>(statement: string, values?: readonly Value[]): T[];
  /** Runs `work` whole or not at all, while no other process writes. */
  transaction<T>(work: () => T): T;
}

/** The optional parts of a value that are there. */
export function present<T extends object>(parts: { readonly [K in keyof T]: T[K] | null | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null && value !== undefined)) as T;
}
