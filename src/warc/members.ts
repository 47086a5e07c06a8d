/**
 * A gzip member of a file, inflated piece by piece, and how it ended.
 *
 * Not zlib's own gunzip: that runs members together, forgets where one ends, and loses what it had when bytes are wrong.
 */
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { afterGzipHeader, TRAILER_BYTES, trailerAgrees } from './gzip.ts';
import type { ByteSource } from './source.ts';

/** Deflate packs 1032 bytes into one at most: 16 MiB of a bomb are in memory at once. */
const INPUT_BYTES = 1 << 14;

/** Four times Node's own: fewer turns for a page, and no more memory than one is worth. */
const OUTPUT_BYTES = 1 << 16;

/** A header's extra field has 64 KiB at most; names and comments are short. */
const HEADER_BYTES = 1 << 17;

export interface MemberEnd {
  /** Bytes of the file from the member's first to its last one, as far as it was followed. */
  readonly length: number;
  /** Why the member can't be trusted, in a clause; absent where its checksum and its length agree. */
  readonly fault?: string;
}

export interface Member {
  /** What it inflates to. Never throws on content: it stops, and `end` tells why. */
  readonly pieces: AsyncGenerator<Uint8Array, void>;
  /** Bytes of the file read so far, from the member's first one. */
  consumed(): number;
  /** How it ended; undefined while it is being read, and where the reading was given up. */
  end(): MemberEnd | undefined;
}

/** The gzip member that begins at an offset of a source. */
export function memberAt(source: ByteSource, offset: number): Member {
  let [consumed, end] = [0, undefined as MemberEnd | undefined];
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    const header = afterGzipHeader(await source.read(offset, HEADER_BYTES), 0);
    if (typeof header !== 'number') {
      end = { length: source.size - offset, fault: `the gzip member ${header === undefined ? 'stops within' : 'has no'} header` };
      return;
    }
    const inflation = inflate(source, offset + header);
    for await (const { piece, taken } of inflation.steps) {
      consumed = header + taken;
      yield piece;
    }
    const { taken, fault } = inflation.outcome();
    end = fault === undefined ? { length: header + taken } : { length: header + taken, fault };
  }
  return { pieces: pieces(), consumed: () => consumed, end: () => end };
}

interface Outcome {
  readonly taken: number;
  readonly fault?: string;
}

interface Inflation {
  readonly steps: AsyncGenerator<{ readonly piece: Uint8Array; readonly taken: number }, void>;
  outcome(): Outcome;
}

// A stream's end shows in the bytes that it leaves: the trailer always follows, so "all taken" means "not at its end yet".
function inflate(source: ByteSource, start: number): Inflation {
  let outcome: Outcome = { taken: 0 };
  let [crc, length] = [0, 0];
  async function* steps(): Inflation['steps'] {
    const engine = createInflateRaw({ chunkSize: OUTPUT_BYTES });
    try {
      for (let given = 0; engine.bytesWritten === given;) {
        const input = await source.read(start + given, INPUT_BYTES);
        if (input.length === 0) return void (outcome = { taken: given, fault: 'the gzip member is cut off before its end' });
        given += input.length;
        const { pieces, isBroken } = await step(engine, input);
        for (const piece of pieces) {
          [crc, length] = [crc32(piece, crc), length + piece.length];
          yield { piece, taken: engine.bytesWritten };
        }
        if (isBroken) return void (outcome = { taken: engine.bytesWritten, fault: "the gzip member's data are damaged" });
      }
      outcome = await judged(source, start, engine.bytesWritten, { crc, length });
    } finally {
      engine.destroy();
    }
  }
  return { steps: steps(), outcome: () => outcome };
}

async function judged(source: ByteSource, start: number, taken: number, sum: { crc: number; length: number }): Promise<Outcome> {
  const trailer = await source.read(start + taken, TRAILER_BYTES);
  const end = taken + trailer.length;
  if (trailer.length < TRAILER_BYTES) return { taken: end, fault: 'the gzip member is cut off within its checksum' };
  return trailerAgrees(trailer, sum.crc, sum.length)
    ? { taken: end }
    : { taken: end, fault: "the gzip member's checksum or length is wrong: its data are damaged" };
}

function step(engine: InflateRaw, input: Uint8Array): Promise<{ pieces: Uint8Array[]; isBroken: boolean }> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = [];
    const keep = (piece: Uint8Array): void => void pieces.push(piece);
    const finish = (isBroken: boolean): void => {
      engine.off('data', keep);
      resolve({ pieces, isBroken });
    };
    engine.removeAllListeners('error');
    engine.on('data', keep);
    engine.once('error', () => finish(true));
    engine.write(input, (error) => finish(error !== null && error !== undefined));
  });
}
