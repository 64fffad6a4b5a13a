import { printQuery } from '@vectorgate/policy-schema/records-query';
import type { ExportOf } from '@vectorgate/replay-ui/host';
import { isRecord, text } from '../api/read-json.ts';

/**
 * What to export so that a whole program can run again: a notebook that reaches two stores makes a session of each, under one
 * name of its kernel's run. `first`: the header of a record of the session; `me`: who asks, as the gateway knows them.
 */
export function runOf(session: string, first: unknown, me: unknown): ExportOf {
  const { client, who } = isRecord(first) ? first : {};
  const run = isRecord(client) ? text(client.session) : '';
  if (run === '') return { session };
  const isMine = isRecord(me) && isRecord(who) && me.issuer === who.issuer && me.subject === who.subject;
  const query = printQuery({ terms: [{ kind: 'text', key: 'kernel', not: false, any: [[run]] }] });
  return { query, everybody: !isMine };
}
