import {
  type DecideInput,
  decide,
  type GuardsOver,
  guardsOver,
  loadPolicies,
  type PolicyProblem,
  type PolicySet,
  type RequestDecision,
} from '@vectorgate/policy-schema';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import { commitOf } from './commit.ts';
import { policyFolderPrint, readPolicyFolder } from './policy-folder.ts';

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

/** How often the folder is looked at, in milliseconds: an edit acts on the next call within a second. */
const interval = 400;

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
    unsupported: ['tokenize'],
  };
}

/** The policy set in force: loaded from a folder, watched, replaced only by a set that loads without an error. */
export class PolicySource {
  readonly #configuration: Configuration;
  readonly #log: Logger;
  #set: PolicySet;
  #loadedAt = new Date();
  #documents: number;
  #errors: readonly PolicyProblem[] = [];
  /** Of the files that were looked at last; undefined when they could not be read. */
  #print: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  private constructor(
    configuration: Configuration,
    log: Logger,
    set: PolicySet,
    documents: number,
    print: string,
  ) {
    this.#configuration = configuration;
    this.#log = log;
    this.#set = set;
    this.#documents = documents;
    this.#print = print;
  }

  /** Loads and begins to watch. Throws `GateError` code `policy` with every problem: without any policy nothing can run. */
  static async open(configuration: Configuration, log: Logger): Promise<PolicySource> {
    let print: string;
    try {
      print = await policyFolderPrint(configuration.policies);
    } catch (cause) {
      throw new GateError(
        'policy',
        `VectorGate cannot start: the policy folder ${configuration.policies} cannot be read. Create it, or correct policies in the configuration.`,
        {},
        { cause },
      );
    }
    const loaded = await PolicySource.#load(configuration);
    if (!loaded.result.ok) {
      const lines = loaded.result.problems.map(
        (p) => `${p.file}:${p.line}:${p.column}  ${p.code}  ${p.message}\n    ${p.remedy}`,
      );
      throw new GateError(
        'policy',
        `VectorGate cannot start: the policies in ${configuration.policies} have errors.\n${lines.join('\n')}`,
      );
    }
    const source = new PolicySource(configuration, log, loaded.result.set, loaded.documents, print);
    source.#watch();
    return source;
  }

  static async #load(configuration: Configuration) {
    const files = await readPolicyFolder(configuration.policies);
    const commit = await commitOf(configuration.policies);
    const result = loadPolicies({
      files,
      environment: policyEnvironment(configuration),
      ...(commit && { commit }),
    });
    return { result, documents: files.length };
  }

  decide(input: DecideInput): RequestDecision {
    return decide(this.#set, input);
  }

  /** What binds a reader of recorded operations. */
  guardsOver(input: DecideInput): readonly GuardsOver[] {
    return guardsOver(this.#set, input);
  }

  status(): PolicyStatus {
    return {
      ok: this.#errors.length === 0,
      revision: this.#set.revision,
      loadedAt: this.#loadedAt.toISOString(),
      documents: this.#documents,
      errors: this.#errors,
    };
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
      const print = await policyFolderPrint(this.#configuration.policies);
      if (print === this.#print) return;
      const { result, documents } = await PolicySource.#load(this.#configuration);
      this.#print = print;
      if (result.ok) {
        this.#set = result.set;
        this.#documents = documents;
        this.#errors = [];
        this.#loadedAt = new Date();
        this.#log.info({ revision: result.set.revision, documents }, 'policy loaded');
      } else {
        this.#errors = result.problems;
        for (const { file, line, column, code, message } of result.problems) {
          this.#log.error(
            { file, line, column, code },
            `policy not loaded, the last good set stays in force: ${message}`,
          );
        }
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      const message = `The policy folder cannot be read (${code}).`;
      // What is there when it can be read again is loaded, even if it is what was there before.
      this.#print = undefined;
      if (this.#errors[0]?.message === message) return;
      const remedy = 'Make it readable; the last good set stays in force.';
      this.#errors = [
        {
          file: this.#configuration.policies,
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
          code: 'policy-folder-unreadable',
          severity: 'error',
          message,
          remedy,
        },
      ];
      this.#log.error({ code }, message);
    }
  }
}
