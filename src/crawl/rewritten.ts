/** Whether a web archive gave a page for reading, with its own toolbar, scripts and links, instead of as it came. */
import type { Page } from '../article/page.ts';

/** What the Wayback Machine and pywb put into a page. */
const MARKS: readonly RegExp[] = [
  /<!-- (?:BEGIN|END) WAYBACK TOOLBAR INSERT -->/iu,
  /<!-- End Wayback Rewrite JS Include -->/iu,
  /\bFILE ARCHIVED ON \d\d:\d\d:\d\d\b[^\n]{0,80}\bRETRIEVED FROM\b/iu,
  /\b(?:_wm|__wm)\.(?:wombat|init)\(|\bWB_wombat_|\bwbinfo\.(?:top_url|wombat_ts)\b/u,
  /<script[^>]+\b(?:wombat|bundle-playback|wb_frame|default_banner)\.js\b/iu,
];

const LINK = /\b(?:href|src|action)\s*=\s*["'][^"'#][^"']*/giu;
const ARCHIVED_LINK = /["'](?:https?:)?(?:\/\/[^/"']+)?(?:\/[\w.-]+)*\/\d{14}(?:[a-z]{2}_)?\/https?:/iu;

export function isRewritten({ body }: Pick<Page, 'body'>): boolean {
  const html = Buffer.from(body).toString('latin1');
  if (MARKS.some((mark) => mark.test(html))) return true;
  // An article may well cite an archive; one whose links mostly lead into an archive was rewritten.
  const links = html.match(LINK) ?? [];
  return links.filter((link) => ARCHIVED_LINK.test(link)).length * 2 > links.length;
}
