/** The pictures of an article: where each stands on the web, and the caption under it. */
import type { Picture } from '../article/content.ts';
import { isUnread, lineOf, walk } from './blocks.ts';
import { absoluteUrl } from './facts.ts';
import { parentOf, type Element } from './parse.ts';

/** Where the address stands, the real one before the grey box that is shown until the reader has come near. */
const ADDRESSES = ['data-original', 'data-src', 'data-lazy-src', 'data-large-src', 'data-srcset', 'srcset', 'src'] as const;

/** The closest of these around a picture is also around its caption. */
const FRAMES = new Set(['figure', 'table']);

export function picturesIn(
  roots: readonly Element[],
  captions: ReadonlySet<Element>,
  skip: (element: Element) => boolean,
  base: string,
): Picture[] {
  const captionOf = new Map([...captions].flatMap((caption) => framesAround(caption).map((frame) => [frame, lineOf(caption)] as const)));
  const pictures = roots.flatMap((root) => imagesIn(root, skip)).flatMap((image) => pictureOf(image, captionOf, base) ?? []);
  return [...new Map(pictures.map((picture) => [picture.url, picture])).values()];
}

function imagesIn(root: Element, skip: (element: Element) => boolean): Element[] {
  const images: Element[] = [];
  const enter = (element: Element): boolean => {
    if (isUnread(element) || skip(element)) return false;
    if (element.name === 'img') images.push(element);
    return true;
  };
  walk(root, { enter, leave: () => undefined, text: () => undefined });
  return images;
}

function pictureOf(image: Element, captionOf: ReadonlyMap<Element, string>, base: string): Picture | undefined {
  const url = ADDRESSES.map((name) => addressIn(image.attribs[name] ?? '', base)).find((each) => each !== undefined);
  const caption = framesAround(image)
    .map((frame) => captionOf.get(frame))
    .find((each) => each !== undefined && each !== '');
  if (url === undefined) return undefined;
  return caption === undefined ? { url } : { url, caption };
}

// Of a list of sizes the first is taken. `data:` is the grey box.
function addressIn(value: string, base: string): string | undefined {
  const address = value.trim().split(/\s/u)[0]?.replace(/,$/u, '') ?? '';
  return address === '' ? undefined : absoluteUrl(address, base);
}

function framesAround(element: Element): Element[] {
  for (let parent = parentOf(element); parent !== undefined; parent = parentOf(parent)) if (FRAMES.has(parent.name)) return [parent];
  return [];
}
