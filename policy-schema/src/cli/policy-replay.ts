import { open, rename, rm } from 'node:fs/promises';
import type { OutcomeKind } from '../analyse/replay/outcome-changes.ts';
import type { RecordedRequest } from '../analyse/replay/recorded.ts';
import { writeRecordedLines } from '../analyse/replay/recorded-lines.ts';
import { replay } from '../analyse/replay/replay.ts';
import { replayMarkdown } from '../analyse/replay/replay-markdown.ts';
import type { ReplayReport } from '../analyse/replay/replay-tally.ts';
import { replayTerminal } from '../analyse/replay/replay-terminal.ts';
import { PolicyError } from '../errors/policy-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { printableJson } from '../terminal/printable.ts';
import { type CommandIo, exitCodes } from './command-io.ts';
import { readEnvironment } from './read-environment.ts';
import { readPolicySet, UnloadablePolicies } from './read-policy-set.ts';
import { recordedFile } from './recorded-file.ts';

export const failureWords = ['widened', 'narrowed', 'any'] as const;

export interface PolicyReplayOptions {
  /** The policies to try: a folder, a file or a revision of git. */
  readonly head: string;
  /** What they are compared with; absent: what was decided then. */
  readonly base?: string | undefined;
  readonly config?: string | undefined;
  /** Recorded operations to read instead of asking `source`. */
  readonly file?: string | undefined;
  /** Where to keep what was read. */
  readonly save?: string | undefined;
  readonly format: 'text' | 'markdown' | 'json';
  readonly failOn?: (typeof failureWords)[number] | undefined;
  readonly signal?: AbortSignal;
}

/** Where recorded requests come from when there is no file, and what has to be said of it. */
export interface ReplaySource {
  readonly requests: () => AsyncIterable<RecordedRequest>;
  readonly notes: () => readonly string[];
}

const wider: ReadonlySet<OutcomeKind> = new Set(['allowed', 'unmasked', 'widened', 'changed']);
const narrower: ReadonlySet<OutcomeKind> = new Set(['refused', 'held', 'masked', 'narrowed', 'changed']);

/** `vectorgate policy replay`: what other policies would have done to what was asked. Resolves to the exit code. */
export async function policyReplay(
  options: PolicyReplayOptions,
  source: ReplaySource,
  io: CommandIo & { readonly progress?: (text: string) => void },
): Promise<number> {
  try {
    const { config, file, save, base, head, format, signal } = options;
    const environment = config === undefined ? undefined : await readEnvironment(config);
    const after = await readPolicySet(head, environment);
    const before = base === undefined ? undefined : await readPolicySet(base, environment);
    const requests = file === undefined ? source.requests() : recordedFile(file);
    const report = await replay(save === undefined ? requests : saved(requests, save), {
      base: before,
      head: after,
      ...(signal && { signal }),
      onProgress: (count) => io.progress?.(`${count.toLocaleString('en')} requests decided again`),
    });
    const notes = [
      before === undefined
        ? 'Compared with what was decided then, under whichever policies were in force; of masks only a comparison with --base tells.'
        : `Compared with ${base}, decided again too.`,
      ...(file === undefined ? source.notes() : []),
    ];
    if (format === 'json') io.out(`${printableJson(JSON.stringify({ ...report, notes }, undefined, 2))}\n`);
    else if (format === 'markdown') io.out(replayMarkdown(report, { notes }));
    else io.out(replayTerminal(report, notes));
    return fails(report, options.failOn) ? exitCodes.widened : exitCodes.ok;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    io.err(`${error.message}\n`);
    return error instanceof UnloadablePolicies ? exitCodes.problems : exitCodes.usage;
  }
}

function fails({ changes }: ReplayReport, failOn: PolicyReplayOptions['failOn']): boolean {
  if (failOn === undefined) return false;
  if (failOn === 'any') return changes.length > 0;
  return changes.some(({ kind }) => (failOn === 'widened' ? wider : narrower).has(kind));
}

/**
 * Passes requests on, and writes them to a file that only its owner may read: it says who asked for what. The file takes
 * its name when it is whole: what was there before stays until then, and may be what is read. Throws `UsageError`.
 */
async function* saved(
  requests: AsyncIterable<RecordedRequest>,
  path: string,
): AsyncGenerator<RecordedRequest> {
  const unfinished = `${path}.${process.pid}.tmp`;
  const unwritable = (cause: unknown): UsageError =>
    new UsageError(`${path} cannot be written. Name another file, or make room.`, { cause });
  const file = await open(unfinished, 'wx', 0o600).catch((cause: unknown) => {
    throw unwritable(cause);
  });
  let passed: RecordedRequest | undefined;
  const seen = async function* (): AsyncGenerator<RecordedRequest> {
    for await (const request of requests) {
      passed = request;
      yield request;
    }
  };
  let isWhole = false;
  let lines: string[] = [];
  let length = 0;
  const write = async (): Promise<void> => {
    await file.writeFile(lines.join('')).catch((cause: unknown) => {
      throw unwritable(cause);
    });
    [lines, length] = [[], 0];
  };
  try {
    for await (const line of writeRecordedLines(seen())) {
      lines.push(line);
      length += line.length;
      if (length > 65_536) await write();
      if (passed === undefined) continue;
      // The line of what is asked comes before that of the request: passed on once, with the first of them.
      yield passed;
      passed = undefined;
    }
    await write();
    isWhole = true;
  } finally {
    await file.close();
    const renamed = isWhole ? rename(unfinished, path) : Promise.reject(new Error('it is not whole'));
    await renamed.catch(async (cause: unknown) => {
      await rm(unfinished, { force: true });
      if (isWhole) throw unwritable(cause);
    });
  }
}
