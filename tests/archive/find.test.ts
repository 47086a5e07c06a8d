import { expect, test } from 'vitest';
import { AddressBook } from '../../src/archive/find.ts';
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
