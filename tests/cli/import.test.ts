/** Source documents and saved pages come in as they are, and go out again byte for byte. */
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprint, newDesk, type Desk } from './support.ts';

/** In the manner of the second source document: a structured article, its old address, one long paragraph. */
const STRUCTURED = `http://www.vietnamplus.vn/thi-xa-loc-giang-mo-thu-vien/9900436.vnp
-----------------
Thị xã Lộc Giang-Mở thư viện đầu tiên
-----------------
Quang cảnh buổi lễ. (Ảnh: Lê Na/TTXVN) Ngày 211/3, tại Lộc Giang, thư viện đầu tiên mở cửa với 1,2 triệu trang sách./.
-----------------
`;

/** In the manner of the first: the text of a whole page of a site that reprints others. */
const PAGE_TEXT = `Hotline 24/7
08983-08983

Bộ trưởng thăm trạm y tế cù lao Én

Buổi thăm kéo dài hai tiếng, diễn ra cởi mở và có nhiều câu hỏi khó.

Trạm y tế cù lao Én, Bộ trưởng, cù lao Én, trạm y tế, bác sĩ Lê Na
Bộ trưởng thăm phòng khám của trạm. Ảnh: Trần Én

Trạm được dựng lại sau trận lũ năm ngoái, phục vụ 2.300 hộ dân ở hai xã ven sông.

Theo Trần Én - VietNamNet

Đối tác AloBacsi

Đăng ký nhận bản tin sức khoẻ

hoàn toàn MIỄN PHÍ

Khám bệnh online

X`;

/** A whole article of a site that nobody knows, with what its head says of its address. */
function articlePage(title: string, head: string): string {
  const paragraphs = ['Nước lên nhanh', 'Nước rút chậm', 'Phà chạy lại'].map(
    (start) => `<p>${start} ở hai xã ven sông, nơi 2.300 hộ dân đã chờ suốt một tuần để được sang bờ bên kia mua gạo.</p>`,
  );
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title>${head}
<meta property="article:published_time" content="2026-10-05T07:00:00+07:00"></head>
<body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

async function write(desk: Desk, name: string, text: string): Promise<string> {
  await writeFile(join(desk.cwd, name), text);
  return name;
}

async function exported(desk: Desk, folder: string): Promise<Record<string, string>> {
  expect((await desk.run(['export', '--format', 'seeds', folder])).status).toBe(0);
  const names = await readdir(join(desk.cwd, folder));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(desk.cwd, folder, name), 'utf8')] as const)),
  );
}

describe('a source document', () => {
  test('that is structured comes out again byte for byte', async () => {
    const desk = await newDesk();
    await write(desk, '001_65d337136077779b.txt', STRUCTURED);
    expect(await desk.run(['import', '001_65d337136077779b.txt'])).toMatchObject({
      status: 0,
      out: expect.stringContaining('vietnamplus/9900436 new snapshot'),
    });
    const texts = await exported(desk, 'out');
    expect(Object.values(texts)).toEqual([STRUCTURED]);
    expect(Object.keys(texts)[0]).toMatch(/^000_[0-9a-f]{16}\.txt$/u);
  });

  test('that is the text of a whole page gives title, paragraphs and captions, and nothing of what stood around them', async () => {
    const desk = await newDesk();
    await write(desk, '000_bd52956bb9e75e1b.txt', PAGE_TEXT);
    await desk.run(['import', '000_bd52956bb9e75e1b.txt']);
    const shown = JSON.parse((await desk.run(['show', 'alobacsi', '--json'])).out) as Record<string, unknown>;
    expect(shown).toMatchObject({
      title: 'Bộ trưởng thăm trạm y tế cù lao Én',
      body: [
        'Buổi thăm kéo dài hai tiếng, diễn ra cởi mở và có nhiều câu hỏi khó.',
        'Trạm được dựng lại sau trận lũ năm ngoái, phục vụ 2.300 hộ dân ở hai xã ven sông.',
      ],
      captions: ['Bộ trưởng thăm phòng khám của trạm. Ảnh: Trần Én'],
      facts: { source: 'Trần Én - VietNamNet' },
    });
  });

  test('imported twice changes nothing, and keeps its name as a fact', async () => {
    const desk = await newDesk();
    await write(desk, '001_65d337136077779b.txt', STRUCTURED);
    await write(desk, '000_bd52956bb9e75e1b.txt', PAGE_TEXT);
    const argv = ['import', '001_65d337136077779b.txt', '000_bd52956bb9e75e1b.txt'];
    await desk.run(argv);
    const before = await fingerprint(join(desk.cwd, 'storage'));
    expect(await desk.run(argv, { now: '2027-01-01T00:00:00.000Z' })).toMatchObject({
      status: 0,
      out: expect.stringContaining('imported before'),
    });
    expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
    const record = await readFile(join(desk.cwd, 'storage', 'articles', 'vietnamplus', '9900', '9900436', 'article.json'), 'utf8');
    expect(record).toContain('"file": "001_65d337136077779b.txt"');
  });

  test('that was exported can be imported again, whatever its line ends', async () => {
    const desk = await newDesk();
    await write(desk, 'a.txt', PAGE_TEXT);
    await desk.run(['import', 'a.txt']);
    const texts = await exported(desk, 'out');
    const [name = '', text = ''] = Object.entries(texts)[0] ?? [];
    await write(desk, name, text.replaceAll('\n', '\r\n'));
    const again = await desk.run(['import', name, '--storage', 'kho']);
    expect(again).toMatchObject({ status: 0, out: expect.stringContaining(name) });
  });

  test('that is neither is refused with its name, and the others are taken', async () => {
    const desk = await newDesk();
    await write(desk, 'ghi-chu.txt', 'Nhớ mua sữa.\n');
    await write(desk, 'a.txt', STRUCTURED);
    await writeFile(join(desk.cwd, 'anh.txt'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]));
    const ran = await desk.run(['import', 'ghi-chu.txt', 'anh.txt', 'a.txt']);
    expect(ran).toMatchObject({ status: 3, out: expect.stringContaining('9900436') });
    expect(ran.err).toMatch(/ghi-chu\.txt is no snapshot[\s\S]*anh\.txt is not UTF-8/u);
  });
});

describe('a snapshot whose text was changed under its name', () => {
  /** The file that an archive wrote, in the folder where the person stands, with one digit edited by hand. */
  async function editedCopy(desk: Desk): Promise<string> {
    await write(desk, 'a.txt', STRUCTURED);
    await desk.run(['import', 'a.txt']);
    const [[name = '', text = ''] = []] = Object.entries(await exported(desk, 'out'));
    return await write(desk, name, text.replace('1,2 triệu', '1,3 triệu'));
  }

  test('is refused by the archive that has the text of that name, and nothing is written', async () => {
    const desk = await newDesk();
    const name = await editedCopy(desk);
    const before = await fingerprint(join(desk.cwd, 'storage'));
    const ran = await desk.run(['import', name]);
    expect(ran).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(
        /^baoluu: 000_\S+ is not the text that its name states: .* as 000_\S+ of vietnamplus\/9900436, .*was changed/u,
      ),
    });
    expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
    expect(JSON.parse((await desk.run(['import', name, '--json'])).out)).toMatchObject({
      failure: { why: expect.stringContaining('changed') },
    });
  });

  test('is taken by an archive that never saw that text, with both digests and the advice to compare it', async () => {
    const desk = await newDesk();
    const name = await editedCopy(desk);
    const ran = await desk.run(['import', name, '--storage', 'kho']);
    const { stated, kept, found } =
      /\/000_(?<kept>\S{16})\.txt {3}\(doubtful: its name says (?<stated>\S{16}), its text has (?<found>\S{16})\)$/mu.exec(ran.out)
        ?.groups ?? {};
    expect([stated, kept]).toEqual([name.slice(4, 20), found]);
    expect(ran).toMatchObject({ status: 0, err: expect.stringContaining('Compare it with a copy that you trust') });
    expect(JSON.parse((await desk.run(['import', name, '--storage', 'kho', '--json'])).out)).toMatchObject({
      doubt: expect.stringContaining(name.slice(4, 20)),
    });
    const [article = ''] = /\S+\/\d+/u.exec(ran.out.slice(26)) ?? [];
    const log = await desk.run(['log', article, '--storage', 'kho']);
    expect(log.out).toContain(`doubtful: its name says ${stated}, its text has ${found}\n`);
    expect((await desk.run(['log', article, '--storage', 'kho', '--json'])).out).toContain(`"doubt":"its name says ${stated}`);
  });

  test.each([
    ['whole', (text: string) => text],
    ['in decomposed accents', (text: string) => text.normalize('NFD')],
    ['with other line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('is not meant where the text came %s', async (_how, come) => {
    const desk = await newDesk();
    await write(desk, 'a.txt', STRUCTURED.replace('Lộc Giang-Mở', 'Ẫn Đông-Mở'));
    await desk.run(['import', 'a.txt']);
    const [[name = '', text = ''] = []] = Object.entries(await exported(desk, 'out'));
    await write(desk, name, come(text));
    for (const storage of ['storage', 'kho']) {
      const ran = await desk.run(['import', name, '--storage', storage, '--captured', '2026-10-04']);
      expect(ran).toMatchObject({ status: 0, err: '' });
      expect(ran.out).toMatch(/(?:new snapshot|known text) .*\.txt$/mu);
    }
  });
});

describe('a saved page', () => {
  test('is filed under its canonical address, at the time when it was seen', async () => {
    const desk = await newDesk();
    const [url = ''] = desk.newsroom.urls();
    await desk.archive([url]);
    const page = await fetchPage(desk, url);
    await write(desk, 'trang.html', page);
    await utimes(join(desk.cwd, 'trang.html'), 0, 0);
    const ran = await desk.run(['import', 'trang.html', '--captured', '2026-10-04T08:00:00+07:00']);
    expect(ran).toMatchObject({ status: 0, out: expect.stringMatching(/^2026-10-04T08:00:00\+07:00 vietnamplus\/9900101 known text/u) });
    expect((await desk.run(['log', '9900101'])).out).toMatch(
      /revision 1 +2026-10-04T08:00:00\+07:00 – 2026-10-05T12:00:00\+07:00 .*2 visits/u,
    );
  });

  test('without title or date is unread, and says what is missing; --partial keeps what there is', async () => {
    const desk = await newDesk();
    const paragraphs = ['Nước lên nhanh', 'Nước rút chậm', 'Phà chạy lại'].map(
      (start) => `<p>${start} ở hai xã ven sông, nơi 2.300 hộ dân đã chờ suốt một tuần để được sang bờ bên kia mua gạo.</p>`,
    );
    await write(desk, 'manh.html', `<div id="maincontent" class="maincontent main-content">${paragraphs.join('')}</div>`);
    const argv = ['import', 'manh.html', '--url', 'https://vietnamnet.vn/nuoc-len-9900777.html'];
    expect(await desk.run(argv)).toMatchObject({ status: 1, err: expect.stringMatching(/manh\.html: unread, missing: title, date/u) });
    expect((await desk.run(['log', '9900777'])).out).toMatch(/^unread/mu);
    expect(await desk.run([...argv, '--partial', '--captured', '2026-10-05'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/9900777 new snapshot .*000_[0-9a-f]{16}\.txt {3}\(partial: without title, date\)$/mu),
    });
    const again = JSON.parse((await desk.run([...argv, '--partial', '--captured', '2026-10-05', '--json'])).out) as unknown;
    expect(again).toMatchObject({ outcome: 'read', isNewCapture: false, missing: ['title', 'date'] });
    expect((await desk.run(['show', '9900777'])).out).toContain('Nước rút chậm');
  });

  test('that is doubted and taken with --partial is said to be doubtful, with the reason', async () => {
    const desk = await newDesk();
    await write(desk, 'trang.html', articlePage('VietNamNet', ''));
    const argv = ['import', 'trang.html', '--url', 'https://vietnamnet.vn/nuoc-len-9900777.html', '--captured', '2026-10-05'];
    expect(await desk.run(argv)).toMatchObject({ status: 1, err: expect.stringContaining('suspect, the title is "VietNamNet"') });
    const kept = await desk.run([...argv, '--partial']);
    expect(kept).toMatchObject({
      status: 0,
      out: expect.stringMatching(/ new snapshot .* {3}\(doubtful: the title is "VietNamNet", the name of the site or the section\)$/mu),
    });
    const told = JSON.parse((await desk.run([...argv, '--partial', '--json'])).out) as unknown;
    expect(told).toMatchObject({ outcome: 'read', doubt: expect.stringContaining('the title is') });
    const log = (await desk.run(['log', '9900777'])).out;
    expect(log).toContain('doubtful: the title is "VietNamNet"');
    // Read again it is what it was: kept, and doubted.
    expect((await desk.run(['reread'])).err).toContain('0 pages of 0 articles read differently.\n');
    expect((await desk.run(['log', '9900777'])).out).toBe(log);
  });

  test('that gives the address of another page as its own is refused and leaves no trace, unless --partial keeps it', async () => {
    const desk = await newDesk();
    const [given, own] = ['https://baosong.example/nuoc-len-nhanh.html', 'https://baosong.example/do-thi-lan-bien.html'];
    await write(desk, 'trang.html', articlePage('Đô thị lấn biển ở Cần Ẫn', `<link rel="canonical" href="${own}">`));
    const argv = ['import', 'trang.html', '--captured', '2026-10-05', '--url'];
    const refused = await desk.run([...argv, given]);
    expect(refused).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining(`trang.html gives another address as its own, ${own}, and not ${given}`),
    });
    expect(refused.err).toContain(`import it with --url ${own}; --partial keeps it`);
    expect((await desk.run(['list', '--all'])).out).toBe('');
    expect(await desk.run([...argv, own])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/ baosong\.example\/do-thi-lan-bien-\S+ new snapshot/u),
    });
    const kept = await desk.run([...argv, given, '--partial']);
    expect(kept).toMatchObject({
      status: 0,
      out: expect.stringMatching(/ baosong\.example\/nuoc-len-nhanh-\S+ new snapshot .*\(doubtful: .*do-thi-lan-bien\.html\)$/mu),
    });
  });

  test('that does not say where it stood needs --url', async () => {
    const desk = await newDesk();
    await write(desk, 'trang.html', '<html><body><h1>A</h1></body></html>');
    expect(await desk.run(['import', 'trang.html'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('name its address with --url'),
    });
  });

  async function fetchPage(desk: Desk, url: string): Promise<string> {
    const { hostname, pathname } = new URL(url);
    const { get } = await import('node:http');
    const { text } = await import('node:stream/consumers');
    return await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: desk.newsroom.port, path: pathname, headers: { host: hostname } }, (response) =>
        text(response).then(resolve, reject),
      );
    });
  }
});
