import { relative } from 'node:path';
import {
  type DecideInput,
  decide,
  loadPolicies,
  type PolicyProblem,
  type PolicySet,
  type RequestDecision,
} from '@vectorgate/policy-schema';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import { prepareDetectors } from '../masks/detectors/prepare-detectors.ts';
import { commitOf } from './commit.ts';
import { type PolicyFile, policyFolderPrint, readPolicyFolder } from './policy-folder.ts';

/** What the status API and the log tell about policy. */
export interface PolicyStatus {
  /** False while the files on disk do not load: the last good set stays in force. */
  readonly ok: boolean;
  readonly revision: PolicySet['revision'];
  /** RFC 3339; when the set in force was loaded. */
  readonly loadedAt: string;
  readonly documents: number;
  readonly errors: readonly PolicyProblem[];
}

/**
 * How often the folder is looked at, in milliseconds. A change is loaded once two looks in a row saw the same: what is
 * still being written may read as a whole document that lacks its last guards. So an edit acts within a second.
 */
const interval = 250;

interface Loaded {
  readonly result: ReturnType<typeof loadPolicies>;
  readonly files: readonly PolicyFile[];
}

/** Keeps the texts of policies by the digest of their revision. */
export interface PolicyKeeper {
  keep(digest: string, files: readonly PolicyFile[]): Promise<void>;
}

/** What policy may name, from the configuration. */
export function policyEnvironment(
  configuration: Configuration,
): Parameters<typeof loadPolicies>[0]['environment'] {
  const people = configuration.issuers.find((issuer) => issuer.signIn !== undefined)?.name ?? '';
  return {
    connections: configuration.connections.map(({ name, store, people: own }) => ({
      name,
      store,
      people: own ?? people,
    })),
    issuers: configuration.issuers.map(({ name, claims }) => ({ name, claims })),
    canApprove: false,
    unsupported: [],
  };
}

/** The detectors that any rule names: what they need is loaded with the set, not at the first answer. */
const detectorsOf = ({ rules }: PolicySet): ReadonlySet<string> =>
  new Set(rules.flatMap(({ masks }) => masks.flatMap(({ detectors }) => detectors ?? [])));

/** The policy set in force: loaded from a folder, watched, replaced only by a set that loads without an error. */
export class PolicySource {
  readonly #configuration: Configuration;
  readonly #log: Logger;
  #set: PolicySet;
  #loadedAt = new Date();
  /** What the set in force was made of. */
  #files: readonly PolicyFile[];
  #keeper: PolicyKeeper | undefined;
  #errors: readonly PolicyProblem[] = [];
  /** Of the files that were loaded last; undefined when they could not be read. */
  #print: string | undefined;
  /** What the last look saw, when it was something else. */
  #changing: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  private constructor(
    configuration: Configuration,
    log: Logger,
    set: PolicySet,
    files: readonly PolicyFile[],
    print: string,
  ) {
    this.#configuration = configuration;
    this.#log = log;
    this.#set = set;
    this.#files = files;
    this.#print = print;
  }

  /** Loads and begins to watch. Throws `GateError` code `policy` with every problem: without any policy nothing can run. */
  static async open(configuration: Configuration, log: Logger): Promise<PolicySource> {
    let print: string;
    let loaded: Loaded;
    try {
      print = await policyFolderPrint(configuration.policies);
      loaded = await PolicySource.#load(configuration);
    } catch (cause) {
      const { code, file } = unread(configuration.policies, cause);
      throw new GateError(
        'policy',
        file === undefined
          ? `VectorGate cannot start: the policy folder ${configuration.policies} cannot be read. Create it, or correct policies in the configuration.`
          : `VectorGate cannot start: ${file} in the policy folder ${configuration.policies} cannot be read (${code}). Make it readable, or remove it.`,
        {},
        { cause },
      );
    }
    if (!loaded.result.ok) {
      const lines = loaded.result.problems.map(
        (p) => `${p.file}:${p.line}:${p.column}  ${p.code}  ${p.message}\n    ${p.remedy}`,
      );
      throw new GateError(
        'policy',
        `VectorGate cannot start: the policies in ${configuration.policies} have errors.\n${lines.join('\n')}`,
      );
    }
    prepareDetectors(detectorsOf(loaded.result.set));
    const source = new PolicySource(configuration, log, loaded.result.set, loaded.files, print);
    source.#tellEmpty();
    source.#watch();
    return source;
  }

  static async #load(configuration: Configuration): Promise<Loaded> {
    const files = await readPolicyFolder(configuration.policies);
    const commit = await commitOf(configuration.policies);
    const result = loadPolicies({
      files,
      environment: policyEnvironment(configuration),
      ...(commit && { commit }),
    });
    return { result, files };
  }

  decide(input: DecideInput): RequestDecision {
    return decide(this.#set, input);
  }

  /** The policies in force. */
  get set(): PolicySet {
    return this.#set;
  }

  status(): PolicyStatus {
    return {
      ok: this.#errors.length === 0,
      revision: this.#set.revision,
      loadedAt: this.#loadedAt.toISOString(),
      documents: this.#files.length,
      errors: this.#errors,
    };
  }

  /** The documents in force, as they were read. */
  files(): readonly PolicyFile[] {
    return this.#files;
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
    const { policies } = this.#configuration;
    try {
      const print = await policyFolderPrint(policies);
      if (print === this.#print) {
        this.#changing = undefined;
        return;
      }
      if (print !== this.#changing) {
        this.#changing = print;
        return;
      }
      const { result, files } = await PolicySource.#load(this.#configuration);
      // Written to while it was read: the next looks see to it.
      if ((await policyFolderPrint(policies)) !== print) return;
      if (result.ok) prepareDetectors(detectorsOf(result.set));
      this.#print = print;
      this.#changing = undefined;
      if (result.ok) await this.#adopt(result.set, files);
      else this.#keep(result.problems);
    } catch (error) {
      this.#keepUnread(error);
    }
  }

  /** From now on the texts of each set that comes into force are kept before it does, and those of this one now. */
  async keepTexts(keeper: PolicyKeeper): Promise<void> {
    this.#keeper = keeper;
    await this.#keepFiles(this.#set, this.#files);
  }

  /** A set whose texts cannot be kept comes into force all the same: an edit may close what stands open. */
  async #keepFiles({ revision }: PolicySet, files: readonly PolicyFile[]): Promise<void> {
    try {
      await this.#keeper?.keep(revision.digest, files);
    } catch (err) {
      this.#log.error(
        { err, revision },
        'the texts of the policies cannot be kept: archives of what they decide will lack them',
      );
    }
  }

  async #adopt(set: PolicySet, files: readonly PolicyFile[]): Promise<void> {
    await this.#keepFiles(set, files);
    this.#set = set;
    this.#files = files;
    this.#errors = [];
    this.#loadedAt = new Date();
    this.#log.info({ revision: set.revision, documents: files.length }, 'policy loaded');
    this.#tellEmpty();
  }

  #tellEmpty(): void {
    if (this.#files.length > 0) return;
    this.#log.warn(
      { folder: this.#configuration.policies },
      'the policy folder holds no policy: nothing is permitted to anybody',
    );
  }

  #keep(problems: readonly PolicyProblem[]): void {
    this.#errors = problems;
    for (const { file, line, column, code, message } of problems) {
      this.#log.error(
        { file, line, column, code },
        `policy not loaded, the last good set stays in force: ${message}`,
      );
    }
  }

  #keepUnread(error: unknown): void {
    const { policies } = this.#configuration;
    const { code, file } = unread(policies, error);
    const message = `The policy ${file === undefined ? 'folder' : `file ${file}`} cannot be read (${code}).`;
    // What is there when it can be read again is loaded, even if it is what was there before.
    this.#print = undefined;
    this.#changing = undefined;
    if (this.#errors[0]?.message === message) return;
    const remedy = 'Make it readable; the last good set stays in force.';
    this.#errors = [
      {
        file: file ?? policies,
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
        code: file === undefined ? 'policy-folder-unreadable' : 'policy-file-unreadable',
        severity: 'error',
        message,
        remedy,
      },
    ];
    this.#log.error({ code, file }, message);
  }
}

/** What could not be read, and why; no file: the folder itself. */
function unread(folder: string, error: unknown): { code: string; file?: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const path = error instanceof Error && 'path' in error ? String(error.path) : folder;
  const file = relative(folder, path).replaceAll('\\', '/');
  return { code, ...(file !== '' && !file.startsWith('..') && { file }) };
}
