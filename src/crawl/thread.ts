/** A thread that answers questions, in the order in which they are asked. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Whether there is a compiled thread to start: where the program runs from its sources there is none. */
export function canStart(file: URL): boolean {
  return existsSync(fileURLToPath(file));
}

// What a page leaves behind dies young; a third of the room that V8 would take for it does as well.
const YOUNG_MB = 16;

export class Thread<Question, Answer> {
  readonly #worker: Worker;
  readonly #waiting: Waiting<Answer>[] = [];
  #fault: Error | undefined;

  /** @param data what the thread is given at its start */
  constructor(file: URL, data: unknown) {
    this.#worker = new Worker(file, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    this.#worker.unref(); // Who waits for an answer keeps the process; a thread without a question doesn't.
    this.#worker.on('message', (answer: Answer) => {
      this.#waiting.shift()?.resolve(answer);
      if (this.#waiting.length === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => {
      this.#fault = error instanceof Error ? error : new Error(String(error));
      for (const { reject } of this.#waiting.splice(0)) reject(this.#fault);
    });
  }

  /** How many questions wait for an answer. */
  get load(): number {
    return this.#waiting.length;
  }

  /** Rejects where the thread has died. */
  ask(question: Question): Promise<Answer> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    this.#worker.ref();
    const answer = new Promise<Answer>((resolve, reject) => void this.#waiting.push({ resolve, reject }));
    answer.catch(() => undefined); // Whoever awaits it gets the fault; until then it is no unhandled one.
    this.#worker.postMessage(question); // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
