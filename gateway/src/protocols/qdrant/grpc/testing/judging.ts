import type { Operation } from '@vectorgate/policy-schema';
import { type GrpcMethod, qdrantMethods } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest, HttpResponse } from '../../../../engines/http/http-message.ts';
import type { Judged, StoreContext } from '../../../../pipeline/store-protocol.ts';
import { qdrantProtocol } from '../../qdrant-protocol.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});

/** A store that answers what judges ask: aliases, its version, and how many of some points lie within. */
const answered = (aliases: Readonly<Record<string, string>>, request: HttpRequest): string => {
  if (request.path[0] === 'aliases')
    return JSON.stringify({
      result: {
        aliases: Object.entries(aliases).map(([alias_name, collection_name]) => ({
          alias_name,
          collection_name,
        })),
      },
    });
  if (request.path.length === 0) return '{"version":"1.18.3"}';
  const { filter } = JSON.parse(Buffer.from(request.body).toString());
  return JSON.stringify({ result: { count: filter.must.at(-1).has_id.length } });
};

/** Judges a request as a connection of its own would. */
export function judged(
  request: HttpRequest,
  aliases: Readonly<Record<string, string>> = {},
): Promise<Judged<HttpRequest, HttpResponse>> {
  const context: StoreContext<HttpRequest, HttpResponse> = {
    connection: 'vectors',
    enforced: true,
    memory: new Map(),
    ask: async (asked) => ({ status: 200, headers: {}, body: Buffer.from(answered(aliases, asked)) }),
  };
  return protocol.judge(request, context);
}

/** A line of the table. */
export function methodOf(service: string, method: string): GrpcMethod {
  const found = qdrantMethods.find((one) => one.service === service && one.method === method);
  if (found === undefined) throw new TypeError(`${service}/${method}`);
  return found;
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Operations with what has no order in one order: a message's maps come in any. */
export const inOrder = (operations: readonly Operation[]): Operation[] =>
  operations.map((operation) => ({
    ...operation,
    references: operation.references.toSorted(byText),
    returns: operation.returns === 'all' ? 'all' : operation.returns.toSorted(),
    ...(operation.written && {
      written: {
        ...operation.written,
        fields: operation.written.fields.toSorted(),
        items: operation.written.items.map((item) =>
          Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1))),
        ),
      },
    }),
  }));
