/** Pictures that were put in the place of others, under a caption that stayed the same. */
import type { Picture } from '../article/content.ts';

/** The addresses of the picture before and of the one that stands there now. */
export interface Swap {
  readonly caption: string;
  readonly before: string;
  readonly after: string;
}

/** Only what has one place on both sides is compared: a caption that stands under two pictures doesn't say which is which. */
export function swappedPictures(before: readonly Picture[] = [], after: readonly Picture[] = []): Swap[] {
  const [old, now] = [byCaption(before), byCaption(after)];
  return [...now].flatMap(([caption, url]) => {
    const was = old.get(caption);
    return was === undefined || url === undefined || fileOf(was) === fileOf(url) ? [] : [{ caption, before: was, after: url }];
  });
}

function byCaption(pictures: readonly Picture[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { url, caption } of pictures)
    if (caption !== undefined && caption !== '') found.set(caption, found.has(caption) ? undefined : url);
  return found;
}

/** The file's name alone: hosts, sizes and signatures in an address change with the way in which a picture is served. */
function fileOf(url: string): string {
  return /[^/]*$/u.exec(url.replace(/[?#].*$/u, ''))?.[0] ?? url;
}
