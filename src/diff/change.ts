/**
 * The difference between two contents, as data: what the comparison gives and every renderer reads.
 *
 * A block is one title, date, caption or paragraph with its fate; a change is a block that is not equal.
 * Indexes count from 0 within the field, so a title or a date has index 0.
 */

export type Field = 'title' | 'date' | 'caption' | 'paragraph';

/** A stretch of an edited text. Kept and removed parts joined are the text before; kept and added ones the text after. */
export interface Part {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly text: string;
}

export interface Equal {
  readonly field: Field;
  readonly kind: 'equal';
  readonly text: string;
  readonly beforeIndex: number;
  readonly afterIndex: number;
}

export interface Added {
  readonly field: Field;
  readonly kind: 'added';
  readonly after: string;
  readonly afterIndex: number;
}

export interface Removed {
  readonly field: Field;
  readonly kind: 'removed';
  readonly before: string;
  readonly beforeIndex: number;
}

export interface Edited {
  readonly field: Field;
  readonly kind: 'edited';
  readonly before: string;
  readonly after: string;
  readonly parts: readonly Part[];
  /** The texts were too long and too different to look for single words: all between their ends counts as changed. */
  readonly coarse: boolean;
  readonly beforeIndex: number;
  readonly afterIndex: number;
}

export type Change = Added | Removed | Edited;
export type Block = Equal | Change;

export function changesOf(blocks: readonly Block[]): Change[] {
  return blocks.filter((block) => block.kind !== 'equal');
}
