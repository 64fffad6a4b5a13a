import { readFile } from 'node:fs/promises';
import type { TokenSource } from '../api/gateway-api.ts';
import { ClientError } from '../errors/client-error.ts';
import { isTokenText } from './is-token-text.ts';
import { runTokenCommand } from './token-command.ts';

/** Where the environment says that a workload's token comes from. */
export interface WorkloadSource {
  /** The variable that says so. */
  readonly variable: 'VECTORGATE_TOKEN_FILE' | 'VECTORGATE_TOKEN_COMMAND';
  /** Throws `ClientError` code `workload-token` where it gives none. */
  readonly token: TokenSource;
}

/** The first that is set of token file and token command (docs/broker-protocol.md); undefined: neither is. */
export function workloadSource(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): WorkloadSource | undefined {
  const { VECTORGATE_TOKEN_FILE: file, VECTORGATE_TOKEN_COMMAND: command } = environment;
  if (file) return { variable: 'VECTORGATE_TOKEN_FILE', token: () => readTokenFile(file) };
  if (command) return { variable: 'VECTORGATE_TOKEN_COMMAND', token: printedTokens(command, environment) };
  return undefined;
}

/** Read each time: whoever writes the file decides when its token changes. */
async function readTokenFile(file: string): Promise<string> {
  const { text, cause } = await readFile(file, 'utf8').then(
    (read) => ({ text: read.trim(), cause: undefined }),
    (error: unknown) => ({ text: '', cause: error }),
  );
  if (isTokenText(text)) return text;
  throw new ClientError(
    'workload-token',
    `The token file ${file} named by VECTORGATE_TOKEN_FILE cannot be read, or holds no token.`,
    'Let the platform that runs this workload write it, then run it again.',
    { cause },
  );
}

/** A printed token serves until 30 s before its end (a fifth of its life, where that is shorter). In milliseconds. */
const margin = (life: number): number => Math.min(30_000, life / 5);

function printedTokens(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): TokenSource {
  let kept: { readonly token: string; readonly until: number } | undefined;
  return async (refused) => {
    if (kept !== undefined && kept.token !== refused && Date.now() < kept.until) return kept.token;
    const { token, expires } = await runTokenCommand(command, environment);
    const end = expires * 1000;
    kept = { token, until: end - margin(end - Date.now()) };
    return token;
  };
}
