import { parse } from 'yaml';
import type { PolicyFile } from '../../compile/compile-policies.ts';
import { UsageError } from '../../errors/usage-error.ts';

/** One request as the command line says it. */
export interface AskedRequest {
  readonly identity: string;
  readonly operation: string;
  readonly now: string | undefined;
}

function read(option: string, text: string): unknown {
  try {
    // What is no YAML says so below, with the form that is wanted.
    return parse(text, { version: '1.2', logLevel: 'error' });
  } catch (cause) {
    throw new UsageError(`--${option} is no YAML. Write it like '{ groups: [analysts] }'.`, { cause });
  }
}

/** The request as a document of tests, so that it is checked as those are. */
export function requestFile({ identity, operation, now }: AskedRequest): PolicyFile {
  const document = {
    apiVersion: 'vectorgate/v1',
    kind: 'PolicyTest',
    metadata: { name: 'request' },
    spec: {
      now: now ?? new Date().toISOString(),
      identities: { caller: read('identity', identity) },
      operations: { operation: read('operation', operation) },
      matrix: { caller: { operation: 'allow' } },
    },
  };
  return { path: 'the request', text: JSON.stringify(document) };
}
