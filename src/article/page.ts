/** What a visit returned, as received: the evidence, before anything is read from it. */

/** One intended fetch of one URL. */
export interface Visit {
  readonly url: URL;
  /** The least time since the last request to the same host ended, in milliseconds. */
  readonly delayMs: number;
  /** Whether the site's config lets this machine and private networks be asked. */
  readonly allowPrivate: boolean;
  /** The page that we have, for the server to say that it is still the same. Not sent to where it redirects. */
  readonly have?: { readonly etag?: string; readonly lastModified?: string };
}

/** One request and its answer: what a WARC's request and response records need. */
export interface Exchange {
  readonly url: string;
  /** When the request began: UTC, ISO 8601 with milliseconds and `Z`. */
  readonly at: string;
  /** The address that answered. */
  readonly ip?: string;
  /** The request line and headers as sent, each line ended by CRLF, with the empty line at the end. */
  readonly requestHead: string;
  readonly httpVersion: string;
  readonly status: number;
  readonly statusText: string;
  /** As received: order, case and repetitions kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as received: without chunking, with its content encoding. */
  readonly bytes: Uint8Array;
  /** Why the body ends before its end: we had enough of it, it took too long, or the connection broke. */
  readonly brokenOff?: 'length' | 'time' | 'disconnect';
}

/** The answer at the end of the way, with the way to it. */
export interface Page extends Exchange {
  /** The address that was asked for first. */
  readonly requested: string;
  /** The redirects that led here, in order. */
  readonly redirects: readonly Exchange[];
  /** The body with its content encoding undone; as far as it came where it is truncated. */
  readonly body: Uint8Array;
  /** In one sentence, why the body is not whole. */
  readonly truncated?: string;
}

/** The value of a header, or undefined; the first where it is repeated. */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  return exchange.headers.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
}
