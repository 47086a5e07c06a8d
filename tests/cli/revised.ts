/** An article that a newsroom changes as a test tells it to, kept day by day. */
import type { Desk, Ran } from './support.ts';

export interface Version {
  readonly title?: string;
  readonly body?: readonly string[];
  readonly picture?: string;
  readonly caption?: string;
  /** When the page says that it was last changed. */
  readonly modified?: string;
}

const KEPT = Array.from(
  { length: 5 },
  (_, index) => `Tổ công tác số ${index} đã tới các hộ ven sông, nơi nước rút chậm và đường còn ngập.`,
);

export function day(number: number): string {
  return `2026-10-${String(number + 4).padStart(2, '0')}T05:00:00.000Z`;
}

/** Archives the versions of an article of VietNamNet, one a day; its number is 9900300 if nothing else is said. */
export async function archiveVersions(
  desk: Desk,
  versions: readonly Version[],
  path = '/nuoc-da-rut-o-xa-phu-hoa-9900300.html',
): Promise<Ran[]> {
  const ran: Ran[] = [];
  for (const [index, version] of versions.entries()) {
    const url = desk.serve('vietnamnet.vn', path, { headers: { 'content-type': 'text/html; charset=utf-8' }, body: pageOf(version) });
    ran.push(await desk.archive([url], { now: day(index + 1) }));
  }
  return ran;
}

function pageOf({
  title = 'Nước đã rút ở xã Phú Hòa',
  body = [],
  picture = 'lu.jpg',
  caption = 'Nước rút. Ảnh: Hồng Khanh',
  modified,
}: Version): string {
  const stamp =
    modified === undefined ? '' : `<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "${modified}"}</script>`;
  const paragraphs = [...KEPT, ...body].map((text) => `<p>${text}</p>`).join('');
  return `<html lang="vi"><head>${stamp}</head><body><div class="bread-crumb-detail__time">Thứ Hai, 05/10/2026 - 07:30</div>
    <h1 class="content-detail-title">${title}</h1><div class="content-detail-sapo">Sau ba ngày, nước đã rút ở xã Phú Hòa.</div>
    <div id="maincontent" class="maincontent main-content">${paragraphs}
    <figure class="image vnn-content-image"><img src="https://static.vietnamnet.vn/${picture}"><figcaption>${caption}</figcaption></figure></div></body></html>`;
}
