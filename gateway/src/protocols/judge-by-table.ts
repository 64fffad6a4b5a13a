import type { HttpRequest, HttpResponse } from '../engines/http/http-message.ts';
import type { StoreProtocol } from '../pipeline/store-protocol.ts';
import { RouteTable } from './route-table.ts';
import type { StoreOptions } from './store-folder.ts';
import type { StoreOperation } from './store-operation.ts';
import type { StrictReading } from './strict-reading.ts';

/** Judges a request by its line in a store's table: what has none, or more parameters than its line names, is refused. */
export function judgeByTable(
  lines: readonly StoreOperation[],
  reading: StrictReading,
): (options: StoreOptions) => StoreProtocol<HttpRequest, HttpResponse>['judge'] {
  const table = new RouteTable(lines);
  return ({ maskKeys }) =>
    async (request, context) => {
      const found = table.find(request.method, request.path);
      if (found === undefined) {
        throw reading.unreadable(
          'unknown-route',
          `it names no operation of ${reading.whose} that this gateway knows.`,
          `Use ${reading.whose} own client, or tell the platform team.`,
        );
      }
      const { operation, params } = found;
      const { judge } = operation;
      if (typeof judge !== 'function')
        throw reading.unreadable('unsupported-operation', judge.refused, judge.instead);
      reading.parameters(request, operation.parameters);
      return judge({ operation, params, request, context, maskKeys });
    };
}
