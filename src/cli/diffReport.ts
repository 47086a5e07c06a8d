/** Differences as they are asked for: on a terminal, as text, Markdown, a page or JSON; printed, or in a file. */
import { writeFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { UsageError } from '../article/errors.ts';
import { printableJson } from '../article/printable.ts';
import type { Context } from './context.ts';
import type { DiffStep } from './diffSteps.ts';
import { reasonOf } from './format.ts';

export const DIFF_FORMATS = ['text', 'inline', 'unified', 'markdown', 'html', 'json'] as const;

export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** A step as text; on a terminal, as wide as that is. */
type Render = (step: DiffStep) => string;

export async function writeSteps(
  steps: readonly DiffStep[],
  format: DiffFormat,
  output: string | undefined,
  { io, hasColour, storage }: Context,
): Promise<void> {
  if (output === undefined) return io.out.write(await renderSteps(steps, format, hasColour, io.out.isTTY ? io.out.columns : 0));
  await writeOutput(resolve(io.cwd, output), storage, await renderSteps(steps, format, false, 0));
  io.err.write(`Written to ${output}.\n`);
}

/** Nothing but the archive itself writes among its files. */
async function writeOutput(path: string, storage: string, text: string): Promise<void> {
  const way = relative(storage, path);
  if (way !== '..' && !way.startsWith(`..${sep}`))
    throw new UsageError(`${path} lies in the archive, where only its own files stand; name another place.`);
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UsageError(`Can't write ${path}: ${reasonOf(error)}. Name another place.`, { cause: error });
  }
}

async function renderSteps(steps: readonly DiffStep[], format: DiffFormat, hasColour: boolean, columns: number): Promise<string> {
  if (format === 'html') {
    const { renderHtml } = await import('../diff/renderHtml.ts');
    return renderHtml(
      steps.at(-1)?.after.content.title ?? '',
      steps.map((step) => ({ ...step, before: step.before.told, after: step.after.told })),
    );
  }
  const render =
    format === 'text' || format === 'inline' ? await lines(hasColour, format === 'text' ? columns : 0) : await RENDERERS[format]();
  return steps.map(render).join(format === 'json' ? '' : '\n');
}

async function lines(hasColour: boolean, columns: number): Promise<Render> {
  const [{ renderTerminal }, { COLOURED, PLAIN }] = await Promise.all([
    import('../diff/renderTerminal.ts'),
    import('../diff/renderText.ts'),
  ]);
  return (step) => headOf(step) + renderTerminal(step.blocks, hasColour ? COLOURED : PLAIN, columns);
}

const RENDERERS: Readonly<Record<'unified' | 'markdown' | 'json', () => Promise<Render>>> = {
  async unified() {
    const { renderUnified } = await import('../diff/renderUnified.ts');
    return (step) => headOf(step) + renderUnified(step.blocks);
  },
  async markdown() {
    const { escaped, renderMarkdown } = await import('../diff/renderMarkdown.ts');
    const head = ({ before, after, notes }: DiffStep): string =>
      [`Before: ${before.told}`, `After: ${after.told}`, ...notes].map((line) => `- ${escaped(line)}\n`).join('');
    return (step) => `${head(step)}\n${renderMarkdown(step.review)}`;
  },
  async json() {
    const { renderJson } = await import('../diff/renderJson.ts');
    return ({ about, review }) => `${printableJson(renderJson(about, review))}\n`;
  },
};

function headOf({ before, after, notes }: DiffStep): string {
  return [`--- ${before.told}`, `+++ ${after.told}`, ...notes].map((line) => `${line}\n`).join('');
}
