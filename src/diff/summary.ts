/** A difference in a few words: `title, date, 2 paragraphs, 1 caption`. */
import type { Change, Field } from './change.ts';

export function summarise(changes: readonly Change[]): string {
  const fields: readonly Field[] = ['title', 'date', 'paragraph', 'caption'];
  const named = fields.flatMap((field) => {
    const count = changes.filter((change) => change.field === field).length;
    return count === 0 ? [] : [counted(field, count)];
  });
  return named.length === 0 ? 'no change' : named.join(', ');
}

function counted(field: Field, count: number): string {
  if (field === 'title' || field === 'date') return field;
  return `${count} ${field}${count === 1 ? '' : 's'}`;
}
