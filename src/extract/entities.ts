/**
 * Text and attribute values with their entities decoded: `&amp;`, `&#7855;`, and those that HTML takes without a semicolon.
 *
 * The library's parser is asked, for there are 2,231 names, and other rules in an attribute than in text. Few of a page's
 * texts have an entity; only those come here.
 */
import { Parser } from 'htmlparser2';

let read = '';
const parser = new Parser({ ontext: (text) => (read += text), onattribute: (_, value) => (read = value) });

/** Text between two tags. */
export function decodedText(text: string): string {
  return readFrom(text);
}

/** What stands in a `<title>`; there, no tag but its own end is one, and `<&amp;` stays as it is written. */
export function decodedTitle(text: string): string {
  return readFrom(`<title>${text}</title>`);
}

/** An attribute's value, and the quotation marks around it, or none. */
export function decodedValue(value: string, quote: string): string {
  return readFrom(`<a a=${quote}${value}${quote}>`);
}

function readFrom(html: string): string {
  read = '';
  parser.parseComplete(html);
  const found = read;
  // Nothing of the page is held longer than the page.
  parser.reset();
  read = '';
  return found;
}
