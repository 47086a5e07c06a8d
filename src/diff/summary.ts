/** A difference in a few words: `title, date, 2 paragraphs, 1 paragraph moved, 1 caption`. */
import type { Block, Field } from './change.ts';

export function summarise(changes: readonly Block[]): string {
  const fields: readonly Field[] = ['title', 'date', 'paragraph', 'caption'];
  const named = fields.flatMap((field) => {
    const blocks = changes.filter((change) => change.field === field);
    const moved = blocks.filter(({ kind }) => kind === 'move').length;
    return [...counted(field, blocks.length - moved), ...counted(field, moved).map((words) => `${words} moved`)];
  });
  return named.length === 0 ? 'no change' : named.join(', ');
}

function counted(field: Field, count: number): string[] {
  if (count === 0) return [];
  if (field === 'title' || field === 'date') return [field];
  return [`${count} ${field}${count === 1 ? '' : 's'}`];
}
