/**
 * Stands in the bundle for detect-libc and @neon-rs/load, by which libsql learns its binary's name: together they take a
 * report of the whole process to know one word (9 ms), and load what starts other processes.
 */
import { readFileSync } from 'node:fs';

export const GLIBC = 'glibc';
export const MUSL = 'musl';

/** Which C library this is; null where there is none of the two. */
export function familySync(): typeof GLIBC | typeof MUSL | null {
  return process.platform === 'linux' ? (familyByLdd() ?? familyByReport()) : null;
}

/** As libsql's binaries are named. */
export function currentTarget(): string {
  const { platform, arch } = process;
  if (platform === 'win32') return `win32-${arch}-msvc`;
  if (platform !== 'linux') return `${platform}-${arch}`;
  if (arch === 'arm') return 'linux-arm-gnueabihf';
  return `linux-${arch}-${familySync() === MUSL ? 'musl' : 'gnu'}`;
}

/** The script `ldd` comes with the library and names it. */
function familyByLdd(): typeof GLIBC | typeof MUSL | undefined {
  try {
    const ldd = readFileSync('/usr/bin/ldd', 'utf8');
    return ldd.includes('musl') ? MUSL : ldd.includes('GLIBC') ? GLIBC : undefined;
  } catch {
    return undefined;
  }
}

function familyByReport(): typeof GLIBC | typeof MUSL {
  const { header } = process.report.getReport() as { readonly header: object };
  return 'glibcVersionRuntime' in header ? GLIBC : MUSL;
}
