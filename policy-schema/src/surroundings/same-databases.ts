/** A connection, with what of a gateway's configuration says where it leads. */
export interface AddressedConnection {
  readonly name: string;
  readonly address?: unknown;
  /** A second port of the same database. */
  readonly grpc?: { readonly address?: unknown } | undefined;
}

/**
 * For each connection the others that lead to the same database, as far as addresses tell: two names of one machine are two
 * databases to them. A connection that leads where no other does is absent.
 */
export function sameDatabases(
  connections: readonly AddressedConnection[],
): ReadonlyMap<string, readonly string[]> {
  const places = connections.map(({ name, address, grpc }) => ({
    name,
    at: [placeOf(address), placeOf(grpc?.address)].filter((one) => one !== undefined),
  }));
  return new Map(
    places.flatMap(({ name, at }) => {
      const others = places.filter((one) => one.name !== name && one.at.some((place) => at.includes(place)));
      return others.length === 0 ? [] : [[name, others.map((one) => one.name)] as const];
    }),
  );
}

/** Host, port and path: how it is spoken there, and as whom, makes no other database. */
function placeOf(address: unknown): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(address);
  if (hostname === '') return undefined;
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}${pathname.replace(/\/+$/, '')}`;
}
