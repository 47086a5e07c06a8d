/** Errors that a person should simply read: each says what is wrong, where, and what to do next. */

/** The exit statuses of every command; the table stands in the README and in each command's help. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  someFailed: 3,
  noArchive: 10,
  locked: 11,
  damaged: 12,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** A trouble whose message is meant for the person at the terminal; anything else is a fault of ours. */
export class BaoluuError extends Error {
  readonly exitStatus: ExitStatus;

  constructor(message: string, options: ErrorOptions & { readonly exitStatus?: ExitStatus } = {}) {
    super(message, options);
    this.name = new.target.name;
    this.exitStatus = options.exitStatus ?? EXIT.failed;
  }
}

/** Something that was typed or configured can't be used. */
export class UsageError extends BaoluuError {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, exitStatus: EXIT.usage });
  }
}
