/**
 * A key and a certificate that vouch for themselves, for 127.0.0.1 and `vietnamnet.test`. They lie open in the
 * fixtures and are worth nothing: nobody but a test believes them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../fixtures/tls/', import.meta.url);

/** Where the certificate lies, for NODE_EXTRA_CA_CERTS. */
export const CERTIFICATE_FILE = fileURLToPath(new URL('certificate.pem', FOLDER));

export const selfSigned = { key: readFileSync(new URL('key.pem', FOLDER)), cert: readFileSync(CERTIFICATE_FILE) } as const;
