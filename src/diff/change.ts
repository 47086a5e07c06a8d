/**
 * The difference between two contents, as data: what the comparison gives, and every rule and renderer reads.
 *
 * A block is a title, a date, a caption or a paragraph with its fate. Inside the blocks that were edited, an operation
 * says what happened to a sentence; elsewhere the block is one operation. Operations come first: what is shown of
 * them, and what they mean, is worked out from them.
 */

export type Field = 'title' | 'date' | 'caption' | 'paragraph';

/**
 * `split` is one that became several, `merge` several that became one; both may have words changed in `parts`.
 * `move` stands elsewhere word by word, `move+edit` stands elsewhere in other words.
 */
export type Kind = 'equal' | 'add' | 'delete' | 'edit' | 'move' | 'move+edit' | 'split' | 'merge';

/** A stretch of one block of one side: the block by its index within the field, the stretch in UTF-16 units, with the white space behind it. */
export interface Place {
  readonly field: Field;
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A stretch of a text that changed. All but `added` and `movedHere` joined are the text before, all but `removed` and
 * `movedAway` the text after. Where several blocks are one text, an empty line (`\n\n`) stands between them.
 */
export interface Part {
  readonly kind: 'kept' | 'added' | 'removed' | 'movedHere' | 'movedAway';
  readonly text: string;
}

/** What happened to a sentence, or to a whole block. */
export interface Operation {
  readonly kind: Kind;
  /** Where it stood: nowhere for `add`, in several places for `merge`. */
  readonly before: readonly Place[];
  /** Where it stands: nowhere for `delete`, in several places for `split`. */
  readonly after: readonly Place[];
  readonly parts: readonly Part[];
  /** Too long and too different to look for single words: only the words at the ends, and rare ones, were matched. */
  readonly coarse: boolean;
}

/** A block's fate. The indexes count from 0 within the field: none before for `add`, none after for `delete`. */
export interface Block {
  readonly field: Field;
  readonly kind: Kind;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly parts: readonly Part[];
  readonly operations: readonly Operation[];
  readonly coarse: boolean;
}

/** The blocks that are not equal, in reading order. */
export function changesOf(blocks: readonly Block[]): Block[] {
  return blocks.filter((block) => block.kind !== 'equal');
}

/** The parts that one side has. */
export function partsOn(side: 'before' | 'after', parts: readonly Part[]): Part[] {
  const others = side === 'before' ? ['added', 'movedHere'] : ['removed', 'movedAway'];
  return parts.filter(({ kind }) => !others.includes(kind));
}

/** The text of one side, out of the parts of a block or an operation. */
export function textOf(side: 'before' | 'after', parts: readonly Part[]): string {
  return partsOn(side, parts).reduce((text, part) => text + part.text, '');
}

/** The parts with neighbours of one kind joined, and without those that hold nothing. */
export function joinParts(parts: readonly Part[]): Part[] {
  const joined: { kind: Part['kind']; text: string }[] = [];
  for (const { kind, text } of parts) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') joined.push({ kind, text });
  }
  return joined;
}
