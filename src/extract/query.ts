/** A CSS selector taken apart, so that most of it is answered from an index of the page and not by a walk over it. */

/** What stands between two combinators: `div.sapo[id]`. */
export interface Step {
  /** What the element must have of what the index knows: `div`, `.sapo`, `#maincontent`. */
  readonly keys: readonly string[];
  readonly attributes: readonly AttributeTest[];
  /** The lists in its `:is(…)`. */
  readonly choices: readonly Query[];
  /** Whether it says no more than keys and attributes. */
  readonly isPlain: boolean;
  /** How it stands to the next step outwards: `>` right inside, nothing anywhere inside, `+` and `~` beside. */
  readonly joint: string;
}

export interface AttributeTest {
  readonly name: string;
  readonly fits: (value: string) => boolean;
}

/** One selector of a list: its steps, the innermost first. */
export interface Chain {
  readonly source: string;
  readonly steps: readonly Step[];
  /** Whether going up from an element answers it, without ever having to try another way. */
  readonly isPlain: boolean;
}

export type Query = readonly Chain[];

// The sites' files and our own rules have some hundreds of selectors, and each is asked of every page.
const MOST_KNOWN = 5000;
const known = new Map<string, Query | undefined>();

/** The parts of a selector; undefined where it says what isn't known here, and the library must be asked. */
export function queryOf(selector: string): Query | undefined {
  if (known.has(selector)) return known.get(selector);
  if (known.size >= MOST_KNOWN) known.clear();
  const query = asksOnlyOfElements(selector) ? queryIn(selector.trim()) : undefined;
  known.set(selector, query);
  return query;
}

/** What is asked of an element alone. `:first` and `:eq` ask for its place among all that was found. */
const PSEUDO = new Set(
  'is not has contains empty root first-child last-child only-child nth-child first-of-type last-of-type only-of-type nth-of-type'.split(
    ' ',
  ),
);

function asksOnlyOfElements(selector: string): boolean {
  const bare = selector.replace(/"[^"]*"|'[^']*'/gu, '').replace(/\[[^\]]*\]/gu, '');
  return !selector.includes('\\') && [...bare.matchAll(/:([\w-]*)/gu)].every(([, word = '']) => PSEUDO.has(word));
}

// Brackets stand in brackets four deep, as in `:is(tr:not(:has(td:nth-child(3))))`; what goes deeper is left to the library.
const BRACKETS = [1, 2, 3].reduce((inner) => String.raw`\((?:[^()"']|"[^"]*"|'[^']*'|${inner})*\)`, String.raw`\([^()"']*\)`);
const ATTRIBUTE = String.raw`\[(?<attribute>[a-z][a-z0-9_-]*)(?:(?<operator>[*^$]?=)"(?<value>[^"]+)"(?<flag>\s?i)?)?\]`;
const KEY = String.raw`(?<key>(?<name>[a-z][a-z0-9]*)|[.#][a-zA-Z_][\w-]*)`;
const TOKEN = new RegExp(
  String.raw`(?<comma>\s*,\s*)|(?<joint>\s*[>+~]\s*|\s+)|${KEY}|${ATTRIBUTE}|:(?<pseudo>[a-z-]+)(?<brackets>${BRACKETS})?`,
  'guy',
);

type Token = RegExpExecArray;

function queryIn(selector: string): Query | undefined {
  const tokens = [...selector.matchAll(TOKEN)];
  if (tokens.reduce((length, [text]) => length + text.length, 0) < selector.length) return undefined;
  const chains = divided(tokens, 'comma').map(chainOf);
  return chains.every((chain) => chain !== undefined) ? chains : undefined;
}

/** The tokens in pieces, each but the first beginning with a token of the kind. */
function divided(tokens: readonly Token[], kind: 'comma' | 'joint'): Token[][] {
  const pieces: Token[][] = [[]];
  for (const token of tokens) {
    if (token.groups?.[kind] !== undefined) pieces.push([]);
    pieces.at(-1)?.push(token);
  }
  return pieces;
}

function chainOf(piece: readonly Token[]): Chain | undefined {
  const tokens = piece.filter(({ groups }) => groups?.['comma'] === undefined);
  const steps = divided(tokens, 'joint').map(stepOf).toReversed();
  if (!steps.every((step) => step !== undefined)) return undefined;
  // Of `a > b c`, the nearest `b` around a `c` may be the wrong one; of `a b > c`, any `a` around the `b` will do.
  const joints = steps.map(({ joint }) => joint || ' ').join('');
  const isPlain = steps.every((step) => step.isPlain) && /^>* *$/u.test(joints);
  return { source: tokens.map(([text]) => text).join(''), steps, isPlain };
}

function stepOf(piece: readonly Token[]): Step | undefined {
  const joint = piece[0]?.groups?.['joint'];
  const groups = piece.slice(joint === undefined ? 0 : 1).map((token) => token.groups ?? {});
  if (groups.length === 0 || groups.some(({ name }, index) => name !== undefined && index > 0)) return undefined;
  const choices = groups.flatMap(({ pseudo, brackets = '' }) => (pseudo === 'is' ? [queryOf(brackets.slice(1, -1))] : []));
  return {
    keys: groups.flatMap(({ key }) => key ?? []),
    attributes: groups.flatMap((each) => attributeTest(each) ?? []),
    choices: choices.filter((choice) => choice !== undefined),
    isPlain: groups.every((each) => each['key'] !== undefined || attributeTest(each) !== undefined),
    joint: joint?.trim() ?? '',
  };
}

/** Attributes whose values HTML takes in either case. */
const IN_EITHER_CASE = new Set(
  (
    'accept accept-charset align alink axis bgcolor charset checked clear codetype color compact declare defer dir direction disabled ' +
    'enctype face frame hreflang http-equiv lang language link media method multiple nohref noresize noshade nowrap readonly rel rev ' +
    'rules scope scrolling selected shape target text type valign valuetype vlink'
  ).split(' '),
);

function attributeTest({ attribute: name, operator, value = '', flag }: Record<string, string | undefined>): AttributeTest | undefined {
  if (name === undefined) return undefined;
  if (operator === undefined) return { name, fits: () => true };
  const isInEitherCase = flag !== undefined || IN_EITHER_CASE.has(name);
  const lower = value.toLowerCase();
  if (operator !== '=') {
    const fits = PART_TESTS[operator]?.(isInEitherCase ? lower : value) ?? (() => false);
    return { name, fits: isInEitherCase ? (found) => fits(found.toLowerCase()) : fits };
  }
  return {
    name,
    fits: isInEitherCase ? (found) => found.length === value.length && found.toLowerCase() === lower : (found) => found === value,
  };
}

const PART_TESTS: Readonly<Record<string, (value: string) => AttributeTest['fits']>> = {
  '^=': (value) => (found) => found.startsWith(value),
  '$=': (value) => (found) => found.endsWith(value),
  '*=': (value) => (found) => found.includes(value),
};
