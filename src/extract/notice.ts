/** Lines that no class gives away as the page's frame, but their words do: labels, counters, a copyright, a newsletter's prompt. */
import { foldText } from '../article/text.ts';
import type { Block } from './blocks.ts';

const LABELS = new Set(
  (
    'advertisement|advertising|article continues below this ad|comments|continue reading|filed under|more on this story|most popular|most read|' +
    'promoted|read more|recommended|related|related articles|related posts|related stories|see also|share|share this|sponsored|' +
    'story continues below advertisement|topics|you may also like|' +
    'anzeige|publicite|publicidad|reklama|quang cao|xem them|doc them|doc nhieu|tin lien quan|bai lien quan|bai viet lien quan|chia se|' +
    'chia se bai viet|tin cung chuyen muc|tin moi|tin khac|binh luan|y kien ban doc|co the ban quan tam|tu khoa'
  ).split('|'),
);
const LONGEST_LABEL = 40;

/** `1.234 lượt xem`, `Lượt xem: 1.234`, `0 bình luận`, `12 shares`; folded, so without accents. */
const COUNTED = '(?:luot (?:xem|doc|thich|chia se|binh luan)|binh luan|chia se|views?|reads?|likes?|shares?|comments?)';
const COUNTER = new RegExp(String.raw`^(?:\d[\d.,]*\s?[km]?\s*${COUNTED}|${COUNTED}\s*:?\s*\(?\d[\d.,]*\s?[km]?\)?)$`, 'u');

/** `© 2026 Báo Thử`, `Copyright 2023 …`, `Bản quyền thuộc về …`, `… All rights reserved.` */
const COPYRIGHT = /^(?:©|\(c\)\s|copyright\s(?:©|\(c\)|\d{4})|®?\s?ban quyen (?:©|thuoc|cua))|all rights reserved\.?$/u;
const LONGEST_COPYRIGHT = 250;

/** A prompt to take a newsletter or to follow the paper, and not a sentence about one. */
const PROMPT =
  /^(?:sign up (?:for|to) (?:our|the|my)|subscribe to (?:our|the|my)|get (?:our|the) (?:free|daily|latest) |dang ky (?:nhan|theo doi) |(?:moi )?(?:quy vi |ban doc |doc gia )?theo doi (?:bao|chung toi|kenh|trang) .*\btren (?:google|facebook|zalo|youtube|tiktok|telegram)\b)/u;
const LONGEST_PROMPT = 160;

/** Whether a block is a line of the page's frame by what it says. */
export function isNotice({ text }: Block): boolean {
  if (text.length > LONGEST_COPYRIGHT) return false;
  const plain = foldText(text);
  if (text.length <= LONGEST_LABEL && (LABELS.has(plain.replace(/[\s:.…»>]+$/u, '')) || COUNTER.test(plain))) return true;
  return COPYRIGHT.test(plain) || (text.length <= LONGEST_PROMPT && PROMPT.test(plain));
}
