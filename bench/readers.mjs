/** Who reads the pages: this project with its layouts, its generic reader alone, and two extractors of others. */
import { Readability } from '@mozilla/readability';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';

import { siteOf } from '../dist/article/identity.js';
import { unknownSite } from '../dist/article/site.js';
import { blocksOf, lineOf } from '../dist/extract/blocks.js';
import { parseHtml } from '../dist/extract/parse.js';
import { readPage } from '../dist/extract/read.js';
import { parseWorldDate } from '../dist/extract/worldDate.js';

const NOTHING = { title: '', body: [], captions: [] };

export function ours(sites) {
  return (html, url) => contentOf(readPage(html, url, siteOf(new URL(url), sites)));
}

export function generic(html, url) {
  return contentOf(readPage(html, url, unknownSite(new URL(url).host)));
}

export const PEERS = {
  readability: (html) => {
    const article = new Readability(parseHTML(html).document).parse();
    return article === null ? NOTHING : { ...shown(article.content), title: article.title ?? '', ...dated(article.publishedTime) };
  },
  defuddle: async (html, url) => {
    const article = await Defuddle(parseHTML(html).document, url, {});
    return { ...shown(article.content), title: article.title, ...dated(article.published) };
  },
};

/** What a reader finds, and the CPU time that it takes; a reader that throws has found nothing. */
export async function timed(read, html, url) {
  const start = process.cpuUsage();
  let found = NOTHING;
  let fault;
  try {
    found = await quietly(() => read(html, url));
  } catch (error) {
    fault = String(error);
  }
  const { user, system } = process.cpuUsage(start);
  return { found, milliseconds: (user + system) / 1000, ...(fault === undefined ? {} : { fault }) };
}

function contentOf(reading) {
  return 'content' in reading ? reading.content : reading.partial;
}

// Peers give HTML; its blocks are cut as ours are, and the figures' captions counted as captions.
function shown(html) {
  const $ = parseHtml(html ?? '');
  const captions = $('figcaption')
    .toArray()
    .map((caption) => lineOf(caption));
  const body = blocksOf($('body').toArray().slice(0, 1), ({ name }) => name === 'figcaption').map(({ text }) => text);
  return { body, captions: captions.filter((caption) => caption !== '') };
}

function dated(text) {
  const date = parseWorldDate(text ?? '');
  return date === undefined ? {} : { date };
}

// Defuddle tells its troubles to the console.
async function quietly(work) {
  const { error, warn, log } = console;
  Object.assign(console, { error: () => undefined, warn: () => undefined, log: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { error, warn, log });
  }
}
