/**
 * Something that is made when it is first asked for, and then kept. For patterns that name scripts or kinds of letters: V8 takes a
 * millisecond to make one, as long as a short command takes for its work, and most commands never need them.
 */
export function lazily<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}
