import { recordedRequests } from '../api/recorded-requests.ts';
import type { Terminal } from '../output/terminal.ts';
import { signedInApi } from './context.ts';
import { readRecordsQuery } from './read-records-query.ts';

export interface ReplayCommandOptions {
  readonly base?: string;
  readonly config?: string;
  readonly file?: string;
  readonly save?: string;
  readonly query?: string;
  readonly since: string;
  readonly all?: boolean;
  readonly most?: number;
  readonly format: 'text' | 'markdown' | 'json';
  readonly json?: boolean;
  readonly failOn?: 'widened' | 'narrowed' | 'any';
  readonly gateway?: string;
}

/** `vectorgate policy replay PATH`: from the gateway's records, or from a file that was saved. Resolves to the exit code. */
export async function policyReplayCommand(
  head: string,
  options: ReplayCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { policyReplay } = await import('@vectorgate/policy-schema/cli');
  const { base, config, file, save, all, most, failOn } = options;
  const query = readRecordsQuery(options.query ?? `since:${options.since}`);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  let withheld = 0;
  const requests = async function* () {
    const api = await signedInApi(
      options.gateway === undefined ? {} : { gateway: options.gateway },
      terminal,
    );
    yield* recordedRequests(api, {
      query,
      all,
      most,
      signal: stop.signal,
      onWithheld: (records) => {
        withheld += records;
      },
    });
  };
  const notes = (): readonly string[] =>
    withheld === 0
      ? []
      : [
          `${withheld.toLocaleString('en')} records were left out: they are closed to you, or their content was forgotten.`,
        ];
  try {
    return await policyReplay(
      {
        ...{ head, base, config, file, save, failOn, signal: stop.signal },
        format: options.json ? 'json' : options.format,
      },
      { requests, notes },
      {
        out: terminal.out,
        err: terminal.err,
        ...(process.stderr.isTTY && { progress: (text: string) => terminal.err(`\r${text}`) }),
      },
    );
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}
