import { execFile } from 'node:child_process';
import { isRecord } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { isTokenText } from './is-token-text.ts';
import { shellWords } from './shell-words.ts';

const commandMilliseconds = 10_000;
const mostBytes = 1 << 20;
/** An `expires` below this was meant as seconds from now; taken for a time it would be in 2001. */
const fromNow = 1_000_000_000;

const failed = (why: string, cause?: unknown): ClientError =>
  new ClientError(
    'workload-token',
    `The program named by VECTORGATE_TOKEN_COMMAND ${why}.`,
    'Try it in a terminal: it prints one JSON object, {"token": "…", "expires": seconds since 1970}.',
    { cause },
  );

/**
 * Runs the program that prints a workload's token, without a shell.
 *
 * @returns the token and its end, in seconds since the epoch
 * @throws ClientError `workload-token`; what the program printed is quoted nowhere, as it may hold the token
 */
export async function runTokenCommand(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly token: string; readonly expires: number }> {
  const [program, ...args] = wordsOf(command);
  // It may itself be a program that asks for a token.
  const { VECTORGATE_TOKEN_COMMAND: _, ...env } = environment;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { env, timeout: commandMilliseconds, maxBuffer: mostBytes, windowsHide: true };
  const child = execFile(program, args, options, (error, printed) => {
    if (error === null) resolve(printed);
    else reject(failed(whyFailed(error)));
  });
  child.stdin?.end();
  return readPrinted(await promise);
}

/** Of an error of `execFile`, which itself quotes what was printed. */
function whyFailed(error: { code?: string | number | null; killed?: boolean; signal?: unknown }): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'did not print one JSON object';
  if (error.killed === true) return `did not end within ${commandMilliseconds / 1000} seconds`;
  if (typeof error.code === 'string') return `cannot be started (${error.code})`;
  return error.code === undefined || error.code === null
    ? `was ended by ${String(error.signal)}`
    : `ended with exit code ${error.code}`;
}

/** A JSON array of texts, or words as a shell would part them. */
function wordsOf(command: string): readonly [string, ...string[]] {
  const words = command.trimStart().startsWith('[') ? listed(command) : shellWords(command);
  if (words === undefined) throw failed('is named by a text with an open quotation mark');
  const [first, ...others] = words;
  if (first === undefined || words.some((word) => word === '' || word.includes('\0')))
    throw failed('is not named by a list of words');
  return [first, ...others];
}

function listed(command: string): readonly string[] {
  let found: unknown;
  try {
    found = JSON.parse(command);
  } catch (cause) {
    throw failed('is named by something that begins like a JSON array and is none', cause);
  }
  return Array.isArray(found) && found.every((word) => typeof word === 'string') ? found : [];
}

function readPrinted(printed: string): { readonly token: string; readonly expires: number } {
  let found: unknown;
  try {
    found = JSON.parse(printed);
  } catch {
    // Its error would quote what was printed.
  }
  if (!isRecord(found)) throw failed('did not print one JSON object');
  const { token, expires } = found;
  if (typeof token !== 'string' || !isTokenText(token))
    throw failed('printed no "token" that is one word of ASCII');
  if (typeof expires !== 'number' || !Number.isFinite(expires))
    throw failed('printed no "expires" that is a number');
  if (expires < fromNow) throw failed('printed an "expires" that is not in seconds since 1970');
  if (expires * 1000 <= Date.now())
    throw failed('printed a token whose time is over by this machine’s clock');
  return { token, expires };
}
