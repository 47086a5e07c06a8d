/** Starts a thread that reads articles again, out of the program's few files. */
import { startProgram } from './compiled.ts';

startProgram(import.meta.dirname, './rereadThread.js');
