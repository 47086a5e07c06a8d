/** Plain text of a whole page → reading: for pages of which nobody kept more than the text. */
import { normaliseContent, type Content, type FieldName, type Reading } from '../article/content.ts';
import type { Site, TextLayout } from '../article/site.ts';
import { normaliseText } from '../article/text.ts';
import { wholeLine } from './lines.ts';
import { EXTRACTOR_VERSION } from './version.ts';

/** Whether one of the site's text layouts fits the text. */
export function matchesText(text: string, site: Site): boolean {
  return chooseLayout(linesOf(text), site) !== undefined;
}

/**
 * Reads a page's text: its first line is the title, each further line a paragraph, a caption, or none of the
 * article. A text without a date is a whole reading: what would tell the date is lost with the markup.
 */
export function readText(text: string, site: Site): Reading {
  const lines = linesOf(text);
  const layout = chooseLayout(lines, site);
  const found = layout === undefined ? { content: NOTHING } : readLines(lines, layout);
  const content = normaliseContent(found.content);
  const facts = { language: site.language, ...(found.source === undefined ? {} : { source: found.source }) };
  const reader = { layout: layout?.name ?? 'no text layout', extractor: EXTRACTOR_VERSION };
  const missing = missingIn(content);
  return missing.length === 0 ? { content, facts, reader } : { missing, partial: content, facts, reader };
}

const NOTHING: Content = { title: '', body: [], captions: [] };

interface TextFound {
  readonly content: Content;
  readonly source?: string;
}

function readLines(lines: readonly string[], layout: TextLayout): TextFound {
  const [drop, end, caption, source] = [layout.drop, layout.end, layout.caption, layout.source].map(wholeLine);
  const last = lines.findIndex((line) => matchOf(line, end) !== undefined);
  const article = lines.slice(0, last === -1 ? lines.length : last).filter((line) => matchOf(line, drop) === undefined);
  const [title = '', ...text] = article;
  const credit = text.map((line) => matchOf(line, source)?.groups?.['source']).find((each) => each !== undefined);
  const captions = text.filter((line) => matchOf(line, caption) !== undefined);
  const body = text.filter((line) => matchOf(line, source) === undefined && matchOf(line, caption) === undefined);
  return { content: { title, body, captions }, ...(credit === undefined ? {} : { source: credit.trim() }) };
}

function linesOf(text: string): string[] {
  return text
    .split(/\r\n?|\n/u)
    .map(normaliseText)
    .filter((line) => line !== '');
}

function chooseLayout(lines: readonly string[], { textLayouts }: Site): TextLayout | undefined {
  return textLayouts.find((layout) => wholeLine(layout.match).every((pattern) => lines.some((line) => pattern.test(line))));
}

function matchOf(line: string, patterns: readonly RegExp[] = []): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return undefined;
}

function missingIn({ title, body }: Content): FieldName[] {
  const missing: FieldName[] = [];
  if (title === '') missing.push('title');
  if (body.length === 0) missing.push('body');
  return missing;
}
