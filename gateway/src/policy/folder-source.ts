import { relative } from 'node:path';
import type { PolicyProblem } from '@vectorgate/policy-schema';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import { type Candidate, compileFor } from './candidate.ts';
import { commitOf } from './commit.ts';
import type { FeedTarget, PolicyFeed } from './policy-feed.ts';
import { policyFolderPrint, readPolicyFolder } from './policy-folder.ts';
import { cannotStart } from './refusing-problems.ts';

/**
 * How often the folder is looked at, in milliseconds. A change is loaded once two looks in a row saw the same: what is
 * still being written may read as a whole document that lacks its last guards. So an edit acts within a second.
 */
const interval = 250;

type Loaded = { readonly candidate: Candidate } | { readonly problems: readonly PolicyProblem[] };

/** A folder that is looked at again and again: what it holds, once it is whole and loads, is offered. */
export class FolderSource implements PolicyFeed {
  readonly first: Candidate;
  readonly #folder: string;
  readonly #configuration: Configuration;
  readonly #log: Logger;
  #target: FeedTarget | undefined;
  /** Of the files that were loaded last; undefined when they could not be read. */
  #print: string | undefined;
  /** What the last look saw, when it was something else. */
  #changing: string | undefined;
  #unread: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  private constructor(
    folder: string,
    configuration: Configuration,
    log: Logger,
    first: Candidate,
    print: string,
  ) {
    this.#folder = folder;
    this.#configuration = configuration;
    this.#log = log;
    this.first = first;
    this.#print = print;
  }

  /** Loads. Throws `GateError` code `policy` with every problem: without any policy nothing can run. */
  static async open(folder: string, configuration: Configuration, log: Logger): Promise<FolderSource> {
    let print: string;
    let loaded: Loaded;
    try {
      print = await policyFolderPrint(folder);
      loaded = await load(folder, configuration);
    } catch (cause) {
      const { code, file } = unread(folder, cause);
      throw new GateError(
        'policy',
        file === undefined
          ? `VectorGate cannot start: the policy folder ${folder} cannot be read. Create it, or correct policies in the configuration.`
          : `VectorGate cannot start: ${file} in the policy folder ${folder} cannot be read (${code}). Make it readable, or remove it.`,
        {},
        { cause },
      );
    }
    if ('problems' in loaded) throw cannotStart(`in ${folder}`, loaded.problems);
    const source = new FolderSource(folder, configuration, log, loaded.candidate, print);
    source.#tellEmpty(loaded.candidate);
    return source;
  }

  follow(target: FeedTarget): void {
    this.#target = target;
    this.#watch();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#looking;
  }

  #watch(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => {
        if (this.#timer !== undefined) this.#watch();
      });
    }, interval).unref();
  }

  async #look(): Promise<void> {
    try {
      const print = await policyFolderPrint(this.#folder);
      if (print === this.#print) {
        this.#changing = undefined;
        return;
      }
      if (print !== this.#changing) {
        this.#changing = print;
        return;
      }
      const loaded = await load(this.#folder, this.#configuration);
      // Written to while it was read: the next looks see to it.
      if ((await policyFolderPrint(this.#folder)) !== print) return;
      this.#print = print;
      this.#changing = undefined;
      this.#unread = undefined;
      if ('problems' in loaded) this.#target?.refuse(loaded.problems);
      else {
        await this.#target?.offer(loaded.candidate);
        this.#tellEmpty(loaded.candidate);
      }
    } catch (error) {
      this.#tellUnread(error);
    }
  }

  #tellEmpty({ files }: Candidate): void {
    if (files.length > 0) return;
    this.#log.warn(
      { folder: this.#folder },
      'the policy folder holds no policy: nothing is permitted to anybody',
    );
  }

  #tellUnread(error: unknown): void {
    const { code, file } = unread(this.#folder, error);
    const message = `The policy ${file === undefined ? 'folder' : `file ${file}`} cannot be read (${code}).`;
    // What is there when it can be read again is loaded, even if it is what was there before.
    this.#print = undefined;
    this.#changing = undefined;
    if (this.#unread === message) return;
    this.#unread = message;
    this.#target?.refuse([
      {
        file: file ?? this.#folder,
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
        code: file === undefined ? 'policy-folder-unreadable' : 'policy-file-unreadable',
        severity: 'error',
        message,
        remedy: 'Make it readable; the last good set stays in force.',
      },
    ]);
  }
}

async function load(folder: string, configuration: Configuration): Promise<Loaded> {
  const files = await readPolicyFolder(folder);
  const commit = await commitOf(folder);
  const result = compileFor(configuration, files, commit);
  if (!result.ok) return { problems: result.problems };
  return { candidate: { set: result.set, files, origin: { source: 'folder', ...(commit && { commit }) } } };
}

/** What could not be read, and why; no file: the folder itself. */
function unread(folder: string, error: unknown): { code: string; file?: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const path = error instanceof Error && 'path' in error ? String(error.path) : folder;
  const file = relative(folder, path).replaceAll('\\', '/');
  return { code, ...(file !== '' && !file.startsWith('..') && { file }) };
}
