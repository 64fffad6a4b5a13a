import { GateError } from '../../errors/gate-error.ts';

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

const unfit = (what: string, remedy: string): GateError =>
  new GateError(
    'secret',
    `VectorGate: the connection URL that records.checkpoints.publishToPostgres names ${what}. ${remedy}`,
  );

/**
 * The connection URL of a PostgreSQL database, and what of it may be shown. Throws `GateError` code `secret`, which does
 * not quote it.
 */
export function connectionUrl(text: string): { readonly url: string; readonly shown: string } {
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.username === '')
    throw unfit('is none', 'Write it as postgres://ROLE:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full.');
  const other = [...url.searchParams.keys()].find((name) => !/^ssl(?:mode|rootcert|cert|key)$/.test(name));
  if (other !== undefined)
    throw unfit(
      'says more than where the database is',
      'Leave out what stands behind ?, but sslmode and its files.',
    );
  if (!isLoopback(url.hostname) && url.searchParams.get('sslmode') !== 'verify-full')
    throw unfit(
      'would send a password to another machine without knowing which',
      'Add ?sslmode=verify-full, and &sslrootcert=FILE where the authority is your own.',
    );
  return { url: text, shown: `postgres://${url.host}${url.pathname}` };
}
