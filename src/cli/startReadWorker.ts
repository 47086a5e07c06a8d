/** Starts a thread that looks at pages, out of the program's few files. */
import { startProgram } from './compiled.ts';

startProgram(import.meta.dirname, './readThread.js');
