/** Which of two texts was first, as far as that can be known. */

/** When a text was published, as its page says, and when it was first seen here. */
export interface Appearance {
  readonly date?: string;
  readonly first: string;
}

export interface Precedence {
  readonly order: 'earlier' | 'later' | 'same';
  /** `published`: both pages say when. `seen`: one of them doesn't, and all that is known is when each was first seen. */
  readonly by: 'published' | 'seen';
  /** Of the other text. */
  readonly at: string;
}

/** When the other text appeared, seen from the one here. */
export function precedenceOf(there: Appearance, here: Appearance): Precedence {
  if (there.date === undefined || here.date === undefined)
    return { order: orderOf(Date.parse(there.first), Date.parse(here.first)), by: 'seen', at: there.first };
  // A bare day says nothing about the hour: what came on one day came at the same time, as far as is known.
  const isTimed = there.date.includes('T') && here.date.includes('T');
  const instantOf = (date: string): number => Date.parse(isTimed ? date : date.slice(0, 10));
  return { order: orderOf(instantOf(there.date), instantOf(here.date)), by: 'published', at: there.date };
}

function orderOf(there: number, here: number): Precedence['order'] {
  if (there === here) return 'same';
  return there < here ? 'earlier' : 'later';
}
