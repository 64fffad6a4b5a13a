import type { RecordedLine } from '../recorded-step.ts';

/** The method of calls over gRPC: HTTP has none of this name. */
export const grpcMethod = 'gRPC';

/** A call over gRPC by its path and what its message says in the place of an address. */
export const grpcLine = (
  path: string,
  address: readonly (readonly [name: string, value: string])[],
): RecordedLine => {
  const query = new URLSearchParams(
    address.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return { method: grpcMethod, target: query === '' ? path : `${path}?${query}` };
};
