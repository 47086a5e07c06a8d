/** Markup whose text is escaped by construction: what stands in `${}` is text, unless it is markup itself. */

export interface Markup {
  readonly source: string;
}

type Part = string | number | Markup | readonly Markup[];

/** Tag of a template literal. Its values are safe in text and in quoted attributes; scripts get theirs from `jsonMarkup`. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const source = strings.map((string, index) => `${string}${sourceOf(parts[index] ?? '')}`).join('');
  return { source };
}

/** A value as JSON that can stand in a script element: `</script>` in a headline would end it. */
export function jsonMarkup(value: unknown): Markup {
  return { source: JSON.stringify(value, undefined, 1).replaceAll('<', '\\u003c') };
}

function sourceOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if ('source' in part) return part.source;
  return part.map(({ source }) => source).join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\u00a0': '&nbsp;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"'\u00a0]/gu, (character) => ENTITIES[character] ?? character);
}
