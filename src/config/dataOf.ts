/** Looking into data that no schema has passed yet: it may be anything. */

export function listAt(found: unknown, key: string): readonly unknown[] {
  const list = fieldOf(found, key);
  return Array.isArray(list) ? list : [];
}

export function nameOf(found: unknown): string | undefined {
  const name = fieldOf(found, 'name');
  return typeof name === 'string' && name !== '' ? name : undefined;
}

export function fieldOf(found: unknown, key: string): unknown {
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined;
}
