/**
 * What runs a program again over a recorded session, for a terminal; the program comes behind it. `gateway`: where the session
 * is, unless that is what the command line knows anyway.
 */
export function sandboxCommand(session: string, gateway?: string): string {
  const url = gateway === undefined ? null : URL.parse(gateway);
  // Nothing but an origin, in which no shell finds a sign of its own.
  const from = url === null || url.origin === 'null' ? '' : ` --gateway ${url.origin}`;
  return `vectorgate sessions sandbox ${session}${from} -- `;
}
