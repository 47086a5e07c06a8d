/**
 * The key under which web archives sort addresses: host names turned round, so that a site stands together:
 * `https://www.vietnamnet.vn/a?b=2&a=1` → `vn,vietnamnet)/a?a=1&b=2`.
 *
 * The dialect is that of warcio.js and ReplayWeb.page, which look pages up by it: small letters throughout, no
 * scheme, no leading `www.`, a port that is not the scheme's own kept, parameters sorted.
 */
export function surtOf(address: string): string {
  if (!/^https?:/iu.test(address) || !URL.canParse(address)) return address;
  const url = new URL(address.replace(/^(https?:\/\/)www\d*\./iu, '$1').toLowerCase());
  const host = url.hostname.split('.').toReversed().join(',');
  const query = url.search === '' ? '' : `?${url.search.slice(1).split('&').toSorted().join('&')}`;
  return `${host}${url.port === '' ? '' : `:${url.port}`})${url.pathname}${query}`;
}
