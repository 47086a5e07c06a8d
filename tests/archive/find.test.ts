import { expect, test } from 'vitest';
import { AddressBook, findArticle } from '../../src/archive/find.ts';
import { newArchive, seen } from './support.ts';

test('a page that another process has recorded meanwhile is not filed a second time', async () => {
  const archive = await newArchive();
  const url = new URL('https://baosong.example/tin/gia-vang.html');
  const book = new AddressBook(archive, []);
  const ref = await book.articleOf(url); // The addresses are read here, before anything is recorded.
  const sighting = seen('Giá vàng');
  await archive.record({ ...sighting, ref, capture: { ...sighting.capture, url: url.href } });
  expect(await book.articleOf(url)).toEqual(ref);
});

test('another page under the same short name gets a longer one', async () => {
  const archive = await newArchive();
  const url = new URL('https://baosong.example/tin/gia-vang.html');
  const book = new AddressBook(archive, []);
  const ref = await book.articleOf(url);
  const sighting = seen('Giá vàng');
  await archive.record({ ...sighting, ref, capture: { ...sighting.capture, url: 'https://baosong.example/khac.html' } });
  expect((await book.articleOf(url)).id).toMatch(/-[0-9a-f]{16}$/u);
});

test('an article is found by a part of its address as a person reads it, with its marks or without', async () => {
  const archive = await newArchive();
  const sighting = seen('Giá vàng');
  await archive.record({ ...sighting, capture: { ...sighting.capture, url: 'https://vietnamnet.vn/cà-phê-Đắk-Lắk-100%-2495349.html' } });
  for (const part of ['cà-phê-Đắk', 'ca-phe-dak', 'cà-phê'.normalize('NFD'), 'c%C3%A0-ph%C3%AA'])
    expect(await findArticle(archive, [], part)).toEqual(sighting.ref);
});
