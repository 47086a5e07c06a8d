/**
 * What the names of tags mean to the shape of a tree: the tables of htmlparser2 10.1.0 (`Parser.js`, `Tokenizer.js`),
 * which are HTML's rules of the optional tags made simple.
 */

/** The elements of one name. */
export interface Tag {
  readonly name: string;
  /** It has nothing in it and no end tag. */
  readonly isVoid: boolean;
  /** The elements that it closes where one of them is the innermost: a `<p>` ends at a `<div>`. */
  readonly closes: ReadonlySet<string> | undefined;
  /** Whether what is in it is written as in XML, where `<g/>` is closed (svg) or no longer is (a `<desc>` in it). */
  readonly isForeign: boolean | undefined;
  /** The name of the end tag that alone ends it; until there all is text. */
  readonly rawUntil: string | undefined;
}

/** The tag of a name, which is in lower case. */
export function tagNamed(name: string): Tag {
  return {
    name,
    isVoid: VOID.has(name),
    closes: CLOSES.get(name),
    isForeign: FOREIGN.has(name) ? true : IN_FOREIGN.has(name) ? false : undefined,
    rawUntil: RAW.get(name),
  };
}

/** Whether a page that breaks off in this name shows it as text: the library is then still making out whether it is `script`. */
export function mayBeRaw(name: string): boolean {
  const lower = name.toLowerCase();
  return [...RAW.keys()].some((raw) => raw.startsWith(lower));
}

function names(list: string): Set<string> {
  return new Set(list.split(' '));
}

const VOID = names('area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr');

const FOREIGN = names('math svg');
const IN_FOREIGN = names('mi mo mn ms mtext annotation-xml foreignobject desc title');

// The library tells `title` from `textarea` and `xmp` by the second letter, and takes `xitle` and `tmp` for them.
const RAW = new Map([
  ...['script', 'style', 'title', 'textarea', 'xmp'].map((name) => [name, name] as const),
  ...([
    ['xitle', 'title'],
    ['xextarea', 'textarea'],
    ['tmp', 'xmp'],
  ] as const),
]);

const CLOSES = new Map([
  ['tr', names('tr th td')],
  ['th', names('th')],
  ['td', names('thead th td')],
  ['body', names('head link script')],
  ['li', names('li')],
  ['option', names('option')],
  ['optgroup', names('optgroup option')],
  ...each('select input output button datalist textarea', names('input option optgroup select button datalist textarea')),
  ...each('dd dt', names('dd dt')),
  ...each('rt rp', names('rt rp')),
  ...each('tbody tfoot', names('thead tbody')),
  ...each(
    'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol ' +
      'pre section table ul',
    names('p'),
  ),
]);

function each(list: string, closed: Set<string>): [string, Set<string>][] {
  return list.split(' ').map((name) => [name, closed]);
}
