/** One collection of a connection, as a key. */
export const placeKey = ({
  tenant,
  database,
  name,
}: {
  readonly tenant?: string | undefined;
  readonly database?: string | undefined;
  readonly name: string;
}): string => JSON.stringify([tenant ?? '', database ?? '', name]);
