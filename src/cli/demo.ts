/** `baoluu demo`: three days of a small newsroom on this machine, archived with the real commands. No network is needed. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { openNewsroom, type Newsroom } from '../demo/newsroom.ts';
import { threeDays } from '../demo/script.ts';
import type { Io } from './io.ts';
import { main, type Finish } from './main.ts';

const HELP = `
The newsroom publishes, edits, takes back and deletes articles over three scripted days. Each day is archived with
the commands that you would type; then their histories and one difference are shown. The archive is left for you
to look at, in a new temporary folder or where --storage says.`;

export function defineDemo(program: Command, io: Io, finish: Finish): void {
  program
    .command('demo')
    .description('see it work: a small newsroom on this machine over three days')
    .addHelpText('after', HELP)
    .action(async (_flags: object, self: Command) => {
      const { storage } = self.optsWithGlobals<{ storage?: string }>();
      finish(
        await play(storage === undefined ? await mkdtemp(join(tmpdir(), 'baoluu-demo-')) : await newStage(resolve(io.cwd, storage)), io),
      );
    });
}

/** Invented news never gets into an archive of real ones. */
async function newStage(storage: string): Promise<string> {
  const held = await readdir(storage).catch(() => []);
  if (held.length === 0) return storage;
  throw new UsageError(`${storage} is not empty; the demo plays invented news, and only in a new folder of its own.`);
}

async function play(storage: string, io: Io): Promise<ExitStatus> {
  const newsroom = await openNewsroom();
  try {
    const stage = new Stage(storage, newsroom, io);
    await stage.threeDays();
    return await stage.lookBack();
  } finally {
    await newsroom.close();
  }
}

/** Types the commands that a person would, and shows them. */
class Stage {
  readonly #storage: string;
  readonly #newsroom: Newsroom;
  readonly #io: Io;
  readonly #name: string;
  #status: ExitStatus = EXIT.done;

  constructor(storage: string, newsroom: Newsroom, io: Io) {
    this.#storage = storage;
    this.#newsroom = newsroom;
    this.#io = io;
    this.#name = typedName(io);
  }

  async threeDays(): Promise<void> {
    const pins = this.#newsroom.resolveEntries().flatMap(({ host, port, address }) => ['--resolve', `${host}:${port}:${address}`]);
    for (const [index, date] of threeDays.dates.entries()) {
      if (this.#status !== EXIT.done) return; // What can't be written on the first day can't on the others.

      const told = threeDays.articles.flatMap(({ events }) => events.filter(({ day }) => day === index + 1).map((event) => event.told));
      this.#newsroom.setDay(index + 1);
      this.#say(`\nDay ${index + 1}, ${date}\n${told.map((line) => `  ${line}\n`).join('')}$ ${this.#name} archive URL…\n`);
      await this.#type(['archive', ...this.#newsroom.urls(), ...pins, '--delay', '0'], new Date(`${date}T12:00:00+07:00`));
    }
  }

  async lookBack(): Promise<ExitStatus> {
    await this.#show(['list']);
    for (const { outlet, number } of threeDays.articles.slice(0, 2)) await this.#show(['log', `${outlet}/${number}`]);
    const [first] = threeDays.articles;
    if (first !== undefined) await this.#show(['diff', `${first.outlet}/${first.number}`, '1', '2']);
    await this.#show(['verify']);
    this.#say(`\nThe archive is yours to look at: ${this.#storage}\n  ${this.#name} list --storage ${asTyped(this.#storage)}\n`);
    return this.#status;
  }

  async #show(argv: readonly string[]): Promise<void> {
    this.#say(`\n$ ${this.#name} ${argv.join(' ')}\n`);
    await this.#type(argv, this.#io.now());
  }

  async #type(argv: readonly string[], now: Date): Promise<void> {
    const status = await main([...argv, '--storage', this.#storage], { ...this.#io, now: () => now });
    if (status !== EXIT.done) this.#status = EXIT.failed;
  }

  #say(text: string): void {
    this.#io.out.write(text);
  }
}

/** How a person types the program's name here. What npx puts on the path for itself is not there any more when they type. */
function typedName({ env }: Io): string {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '' && !/node_modules[/\\]\.bin[/\\]?$/u.test(folder));
  return folders.some((folder) => existsSync(join(folder, 'baoluu'))) ? 'baoluu' : 'npx baoluu';
}

function asTyped(path: string): string {
  return /[\s'()&;]/u.test(path) ? `"${path}"` : path;
}
