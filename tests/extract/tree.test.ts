/** The tree that we build is the library's tree, node for node; what a page says depends on nothing else. */
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../../src/extract/markup.ts';
import type { Node } from '../../src/extract/parse.ts';
import { savedPages } from './pages.ts';

interface Root {
  readonly children: readonly Node[];
}

/** A tree in lines, one a node: how deep it stands, what it is, what it says, and whether its neighbours know it. */
function linesOf(root: Root): string[] {
  const lines: string[] = [];
  const waiting = placed(root.children, 0);
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    const { node, depth, isKnown } = each;
    const [name, data, attributes] = [
      'name' in node ? node.name : '',
      'data' in node ? node.data : '',
      'attribs' in node ? node.attribs : {},
    ];
    lines.push(JSON.stringify([depth, node.type, name, data, Object.entries(attributes), isKnown]));
    if ('children' in node) waiting.push(...placed(node.children, depth + 1, node));
  }
  return lines;
}

// The last child is put in first, since the last one that is put in is taken out first.
function placed(children: readonly Node[], depth: number, parent?: Node): { node: Node; depth: number; isKnown: boolean }[] {
  return children
    .map((node, index) => {
      const isAmong = node.prev === (children[index - 1] ?? null) && node.next === (children[index + 1] ?? null);
      return { node, depth, isKnown: isAmong && (parent === undefined || node.parent === parent) };
    })
    .toReversed();
}

function elementsOf(root: Root): Node[] {
  return root.children.flatMap((node) => [...('attribs' in node ? [node] : []), ...('children' in node ? elementsOf(node) : [])]);
}

function checkTree(html: string): void {
  const { document, elements } = treeOf(html);
  expect(linesOf(document)).toEqual(linesOf(parseDocument(html)));
  expect(elementsOf(document).every((element, index) => element === elements[index])).toBe(true);
  expect(document.children.every(({ parent }) => parent === document)).toBe(true);
}

test.each(savedPages.map((page) => [page.name, page.html] as const))('of %s', (_, html) => checkTree(html));

describe('of a badly written page', () => {
  test.each([
    ['paragraphs that nobody ends', '<p>Một<p>Hai<div>Ba</p>Bốn</div>'],
    [
      'lists, tables and forms without end tags',
      '<ul><li>a<li>b<table><tr><td>c<th>d<tr><td>e<tbody></table><select><option>f<option>g<input>h',
    ],
    ['end tags that end nothing', '<b>a</i>b</b></b>c</p>d</br>e</img>f</ p >g</a/>h'],
    ['attributes of every kind', '<a HREF=/tin/ b c = d e="1"f=\'2\' =g "h" href=i data-x=a&amp;b __proto__=x a=>x</a>'],
    ['self-closed elements', '<br/><div/>a<script/>b</script><svg><g/><desc><p/>c</desc><title/>d</title></svg><svg/><i/>e'],
    ['names in capitals', '<DIV Class=X><SCRIPT>a</Script ><TITLE>b</TITLE>'],
    ['programs with tags in them', '<script>a="</div><!--"</script x>b<style></style/></styles></style><textarea><p>&amp;</textarea>'],
    ['titles', '<title>a &amp; <b> &lt <&amp; </titles> b</title ><xitle>c</title><tmp></p></xmp>'],
    ['comments', '<!--a--><!--><!---><!----><!-- <b--> --!> --><!x><!><!->x><![CDATA[a]]]>b<![CDAT]]></3 a></><?php a ?><? >'],
    ['entities', '&amp;&amp &lt;b&gt; &notit; &#7855;&#7855 &#x1eaf; &#0;&#x80;&#xd800; &x; & &; &bne; <p title="&copy=1&copy &amp">'],
    ['a `<` that begins nothing', 'a < b <3 <<b> </> </ > <\u017fa> <'],
    ['odd characters', 'a\0<b\0 c\0=\0>\ufeff\u00a0</b\u00a0><İ K=ſ></İ>\ud800<p\u3000x>'],
  ])('with %s', (_, html) => checkTree(html));

  test('that breaks off anywhere', () => {
    const html =
      '<!doctype html><?xml a?><!-- a --><svg/><![CDATA[b]]><p><div a b = "c&amp;" d=\'e\' f=g&lt / ><title>a&amp;</title ><SCRIPT>a</script>&not</p ></3 >';
    for (let end = 0; end <= html.length; end += 1) checkTree(html.slice(0, end));
  });
});

const NAMES =
  'div p span a td tr th table tbody ul li dd dt option select input button textarea title script style xmp tmp xitle svg math desc mi br hr ' +
  'img body html h1 rt rp SCRIPT Title DIV x-y';
const ENTITIES =
  '& &amp; &amp &lt &nbsp; &#39; &#39 &#x1f4; &#x &# &not &notin; &notit; &copy= &copya &bne; &; &&amp; &#0; &#xD800; &fjlig;';
const MARKS =
  '< > / " \' = ! - -- ? [ ] a ữ İ K <!-- --> <!--> <!---> --!> <![CDATA[ ]]> <!doctype <?xml <!> </> <3 </3 </ <! <a\tb= <a\tb=" /> <svg/> <title> ' +
  '</title </titlex> </script </script> </textarea> <a"b> <a\t=b> <b--> <s <sc <t <x text \0';

const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom('<', '</'), fc.constantFrom(...NAMES.split(' ')), fc.constantFrom('>', '>', ' ', '/>', ' a=b>', ' t="&lt">', ''))
    .map((parts) => parts.join('')),
  fc.constantFrom(...ENTITIES.split(' ')),
  fc.constantFrom(' ', '\n', ...MARKS.split(' ').map((mark) => mark.replace('\t', ' '))),
);

test('of any soup of tags', () => {
  const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(fc.property(soup, checkTree), { numRuns: 800 });
});
