#!/usr/bin/env node
/** Starts the program out of its few files. */
import { startProgram } from './compiled.ts';

startProgram(import.meta.dirname, './program.js');
