/** Asks a newsroom for an address as a crawler would that looks for every host on this machine. */
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { openNewsroom, type Newsroom } from '../../src/demo/newsroom.ts';
import type { Script } from '../../src/demo/script.ts';

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** A newsroom that is closed when the test is over. */
export async function newsroomForTest(script?: Script): Promise<Newsroom> {
  const newsroom = await openNewsroom(script);
  onTestFinished(() => newsroom.close());
  return newsroom;
}

export function ask(address: string, headers: Record<string, string> = {}, agent?: Agent): Promise<Reply> {
  const { host, port, pathname, search } = new URL(address);
  const options = { host: '127.0.0.1', port, path: `${pathname}${search}`, headers: { host, ...headers }, ...(agent && { agent }) };
  return new Promise((resolve, reject) => {
    const asked = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString('utf8') });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
