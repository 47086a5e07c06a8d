/** Why a file can't be imported; apart from the reading of it, so that a command can name it without loading the parser. */
import { BaoluuError } from '../article/errors.ts';

export class ImportError extends BaoluuError {}
