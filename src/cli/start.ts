#!/usr/bin/env node
/** Starts the program in its few files, with what is kept of their compiling: by us, or by Nodes that do it themselves. */
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { readCompiled, requireIn } from './compiled.ts';

const { enableCompileCache } = module as { readonly enableCompileCache?: () => void };
const compiled = enableCompileCache === undefined ? readCompiled(join(import.meta.dirname, 'compiled.bin')) : undefined;
enableCompileCache?.();
const load = compiled === undefined ? createRequire(import.meta.filename) : requireIn(import.meta.dirname, compiled);
load('./program.js');
