/**
 * The program's files, loaded with what V8 had made of them when the program was built (`compile.mjs`): compiling them anew
 * takes a fourth of the time of a short command. Node 22 and later keep such code themselves.
 *
 * It is believed only by the very Node that made it, and only beside the very bytes that it was made of: V8 itself would
 * run damaged code, or another file's of the same length. Whatever is not believed, Node loads as ever.
 */
import { createHash } from 'node:crypto';
import { openSync, readFileSync, readSync } from 'node:fs';
import ofModules, { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Where the code of one file stands behind the table, and the digest of that code and the file's own bytes. */
type Place = readonly [offset: number, length: number, digest: string];

interface Table {
  readonly node: string;
  readonly files: Readonly<Record<string, Place>>;
}

export interface Compiled {
  /** Whether there was code for a file, before it is known whether that can be believed. */
  has(name: string): boolean;
  /** The code for a file that holds these bytes; undefined where it was made of others, or is not what it was. */
  codeFor(name: string, source: Buffer): Buffer | undefined;
}

/** What the code depends on beside the source; V8 looks after its own flags. */
const nodeHere = (): string => [process.version, process.versions.v8, process.platform, process.arch].join(' ');

/**
 * What was kept when the program was built; undefined where there is nothing that this Node can use. Of the file, only the
 * table is read here, and each code when it is asked for: a command that lists needs a tenth of what one that fetches does.
 */
export function readCompiled(path: string): Compiled | undefined {
  try {
    const file = openSync(path, 'r'); // For as long as the process lives.
    const head = bytesAt(file, 0, MOST_TABLE);
    const end = head.indexOf('\n');
    const table = head.subarray(DIGEST_LENGTH, end);
    if (head.toString('latin1', 0, DIGEST_LENGTH) !== digestOf(table)) return undefined;
    const { node, files } = JSON.parse(table.toString('utf8')) as Table; // As `compiledOf` wrote it, says the digest.
    if (node !== nodeHere()) return undefined;
    return {
      has: (name) => Object.hasOwn(files, name),
      codeFor(name, source) {
        const [offset, length, digest] = files[name] ?? [0, 0, ''];
        const code = bytesAt(file, end + 1 + offset, length);
        return digest === digestOf(code, source) ? code : undefined;
      },
    };
  } catch {
    return undefined;
  }
}

/** So many at most, where the file is shorter. */
function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
}

/** What `readCompiled` reads. */
export function compiledOf(scripts: ReadonlyMap<string, Loaded>): Buffer {
  const codes = [...scripts].map(([name, { script, source }]) => ({ name, source, code: script.createCachedData() }));
  let offset = 0;
  const places = codes.map(({ name, source, code }): [string, Place] => {
    const place = [offset, code.length, digestOf(code, source)] as const;
    offset += code.length;
    return [name, place];
  });
  const table: Table = { node: nodeHere(), files: Object.fromEntries(places) };
  const said = Buffer.from(JSON.stringify(table));
  if (DIGEST_LENGTH + said.length >= MOST_TABLE)
    throw new Error(`The table of compiled files takes ${said.length} bytes; raise MOST_TABLE.`);
  return Buffer.concat([Buffer.from(digestOf(said)), said, Buffer.from('\n'), ...codes.map(({ code }) => code)]);
}

const DIGEST_LENGTH = 64;
// A line of a hundred bytes for each file of the bundle.
const MOST_TABLE = 32_768;

function digestOf(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

interface Loaded {
  readonly script: Script;
  readonly source: Buffer;
}

// On the first line, so that lines keep their numbers in a trace.
const [BEFORE, BEHIND] = ['(function (exports, require, module, __filename, __dirname) { ', '\n})'];

type Run = (this: unknown, exports: unknown, require: (name: string) => unknown, module: Module, file: string, folder: string) => void;

/**
 * How a folder's files require each other. Those that `compiled` has are run here, the rest by Node; both find in Node's own
 * list what has been loaded, so that each file runs once.
 * @param scripts what was run here is added to it
 */
export function requireIn(folder: string, compiled: Compiled, scripts?: Map<string, Loaded>): (name: string) => unknown {
  const ofNode = createRequire(join(folder, 'bin.js'));
  const require = (name: string): unknown => {
    const file = join(folder, name);
    if (!name.startsWith('./') || !compiled.has(name.slice(2))) return ofNode(name);
    return (ofNode.cache[file] ?? run(file, name.slice(2))).exports as unknown;
  };
  const run = (file: string, name: string): Module => {
    const source = readFileSync(file);
    const script = compile(file, source, compiled.codeFor(name, source));
    scripts?.set(name, { script, source });
    const module = new Module(file);
    module.filename = file;
    ofNode.cache[file] = module;
    (script.runInThisContext() as Run).call(module.exports, module.exports, require, module, file, dirname(file));
    module.loaded = true;
    return module;
  };
  // A file of ours that asks where a package lies is told what Node would tell it.
  return Object.assign(require, { resolve: ofNode.resolve });
}

/** Runs a file of the bundle with what is kept of its compiling: by us, or by Nodes that do it themselves. */
export function startProgram(folder: string, name: string): void {
  const { enableCompileCache } = ofModules as { readonly enableCompileCache?: () => void };
  const compiled = enableCompileCache === undefined ? readCompiled(join(folder, 'compiled.bin')) : undefined;
  enableCompileCache?.();
  const load = compiled === undefined ? createRequire(join(folder, 'bin.js')) : requireIn(folder, compiled);
  load(name);
}

/** A file's script, as it is run and as it is kept. */
export function compile(filename: string, source: Buffer, cachedData?: Buffer): Script {
  const text = `${BEFORE}${source.toString('utf8').replace(/^#!/u, '//')}${BEHIND}`;
  return new Script(text, { filename, columnOffset: -BEFORE.length, ...(cachedData === undefined ? {} : { cachedData }) });
}
