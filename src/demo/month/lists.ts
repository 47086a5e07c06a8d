/** Pages that list articles: the fronts, the sections with their further pages, and VietNamNet's last 24 hours. */
import { slugOf } from '../../article/text.ts';
import type { Answer } from '../answer.ts';
import { markup, type Markup } from '../markup.ts';
import type { Asked } from './answer.ts';
import { DAY_MINUTES } from './calendar.ts';
import { SECTIONS } from './prose.ts';
import type { MonthOutlet, MonthScript } from './script.ts';
import { pathOf } from './sites.ts';
import { listedAt, type Listed } from './standing.ts';

/** A front shows so many of the newest, and some of the days before. */
const FRONT_NEWEST = 60;
const FRONT_OLDER = 10;

const PAGE_LENGTH = 30;

/** A list's page; undefined where the path is none. */
export function listPage(script: MonthScript, { outlet, path, minute }: Asked): Answer | undefined {
  if (path === '/') return page('Trang chủ', frontOf(script, outlet, minute));
  const place = LIST_PATHS[outlet].exec(path)?.groups;
  const name = place?.['name'] ?? '';
  const list = place === undefined ? undefined : listOf(script, outlet, name, minute);
  // VietnamPlus counts its pages from one, VietNamNet from nought.
  const index = Math.max(0, Number(place?.['page'] ?? 0) - (outlet === 'vietnamplus' ? 1 : 0));
  if (list === undefined || (index > 0 && index * PAGE_LENGTH >= list.length)) return undefined;
  return page(name, list.slice(index * PAGE_LENGTH, (index + 1) * PAGE_LENGTH));
}

const LIST_PATHS: Readonly<Record<MonthOutlet, RegExp>> = {
  vietnamplus: /^\/(?<name>[a-z]+)\/(?:trang(?<page>\d+)\.vnp)?$/u,
  vietnamnet: /^\/(?<name>[a-z0-9-]+?)(?:-page(?<page>\d+))?$/u,
};

/** The address of a section's first page. */
function sectionPath(outlet: MonthOutlet, section: string): string {
  return outlet === 'vietnamplus' ? `/${slugOf(section).replaceAll('-', '')}/` : `/${slugOf(section)}`;
}

function listOf(script: MonthScript, outlet: MonthOutlet, name: string, minute: number): Listed[] | undefined {
  if (outlet === 'vietnamnet' && name === 'en') return []; // Nothing of the script is in English.
  if (outlet === 'vietnamnet' && name === 'tin-tuc-24h') return listedAt(script, outlet, minute, minute - DAY_MINUTES);
  const section = SECTIONS[outlet].find((each) => sectionPath(outlet, each).replaceAll('/', '') === name);
  return section === undefined ? undefined : listedAt(script, outlet, minute).filter(({ edition }) => edition.section === section);
}

function frontOf(script: MonthScript, outlet: MonthOutlet, minute: number): Listed[] {
  const recent = listedAt(script, outlet, minute, minute - 5 * DAY_MINUTES);
  const older = recent.slice(FRONT_NEWEST);
  // Others every six hours.
  const turn = Math.floor(minute / 360) % Math.max(1, Math.floor(older.length / FRONT_OLDER));
  return [...recent.slice(0, FRONT_NEWEST), ...older.slice(turn * FRONT_OLDER, (turn + 1) * FRONT_OLDER)];
}

function page(title: string, list: readonly Listed[]): Answer {
  const body = markup`<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body>
<nav><a href="/">Trang chủ</a> <a href="/tim-kiem?q=">Tìm kiếm</a> <a href="https://quangcao.example/">Quảng cáo</a></nav>
<main>${list.map(item)}</main>
<footer><p>Đây là một trang thử của baoluu. Tin trên trang này đều do người viết phần mềm bịa ra.</p></footer>
</body></html>
`.source;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function item(listed: Listed): Markup {
  const { title, sapo, published } = listed.edition;
  return markup`<article class="story"><h2 class="story__heading"><a class="cms-link" href="${pathOf(listed)}#vnn_source=trangchu" title="${title}">${title}</a></h2>
<time class="time" datetime="${published}">${published.slice(11, 16)}</time><p>${sapo}</p></article>`;
}
