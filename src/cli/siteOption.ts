/** `--site SITE`, as every command takes it. */
import { UsageError } from '../article/errors.ts';
import type { Config } from '../config/load.ts';

/** @throws UsageError where no site has that name, and it can't be a host's */
export function checkSite({ sites }: Pick<Config, 'sites'>, site: string | undefined): void {
  if (site === undefined || site.includes('.') || site === 'unfiled' || sites.some(({ name }) => name === site)) return;
  throw new UsageError(`--site ${site}: no such site; there are ${sites.map(({ name }) => name).join(', ')}, and every host's name.`);
}
