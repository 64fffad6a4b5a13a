import { isNode, isScalar, isSeq } from 'yaml';
import { createConditionEngine } from '../condition/condition-engine.ts';
import type { Rule } from '../schema/rule-schema.ts';
import { checkConditionCount } from './check-condition-count.ts';
import { checkDocument } from './check-document.ts';
import { Patterns } from './compile-patterns.ts';
import { compileRule } from './compile-rule.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { digestOf } from './digest.ts';
import { declaredClaims, type PolicyEnvironment } from './environment.ts';
import type { PolicySet } from './policy-set.ts';
import type { PolicySource } from './policy-source.ts';
import type { PolicyProblem } from './problem.ts';
import { readFile } from './read-file.ts';
import { indexRules } from './rule-index.ts';

export interface LoadInput {
  /** Paths are those that traces and problems show. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Absent: names of connections, issuers and claims are taken as they are. */
  readonly environment?: PolicyEnvironment | undefined;
  /** The commit that the files come from, for the revision. */
  readonly commit?: { readonly commit: string; readonly dirty: boolean };
}

export type LoadResult =
  | { readonly ok: true; readonly set: PolicySet }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads, checks and compiles policy files into one set. All or nothing: any problem means no set. */
export function loadPolicies({ files, environment, commit }: LoadInput): LoadResult {
  const problems: PolicyProblem[] = [];
  const claims = environment && declaredClaims(environment);
  const engine = createConditionEngine(claims);
  const unsupported = environment?.unsupported ?? [];
  const names = new Map<string, string>();
  const rules: CompiledRule[] = [];
  const origins = new Map<CompiledRule, { source: PolicySource; index: number }>();
  const patterns = new Patterns();
  const sources = files.flatMap(({ path, text }) => readFile(path, text, problems));
  for (const source of sources) {
    checkDocument(source, names);
    patterns.read(source);
  }
  for (const source of sources) {
    const context = { source, environment, claims, unsupported, patterns, engine };
    const facts = {
      name: textAt(source, 'name') ?? '',
      contact: textAt(source, 'contact') ?? textAt(source, 'owner'),
    };
    const list = source.nodeAt(['spec', 'rules']);
    for (const [i, node] of (isSeq(list) ? list.items : []).entries()) {
      if (!isNode(node) || !source.sound.has(node)) continue;
      const compiled = compileRule(context, facts, node.toJS(source.document) as Rule, ['spec', 'rules', i]);
      rules.push(compiled);
      origins.set(compiled, { source, index: i });
    }
  }
  if (problems.length === 0) {
    checkConditionCount(rules, (rule, code, message, remedy) => {
      const origin = origins.get(rule);
      origin?.source.atKey(['spec', 'rules', origin.index, 'when'], code, message, remedy);
    });
  }
  if (problems.length > 0) return { ok: false, problems: problems.sort(inOrder) };
  const monitored = rules.some((rule) => rule.monitored);
  return {
    ok: true,
    set: {
      revision: { digest: digestOf(files), ...commit },
      rules,
      enforced: indexRules(rules.filter((rule) => !rule.monitored)),
      complete: monitored ? indexRules(rules) : undefined,
    },
  };
}

const textAt = (source: PolicySource, key: string): string | undefined => {
  const node = source.nodeAt(['metadata', key]);
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
};

const inOrder = (a: PolicyProblem, b: PolicyProblem): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;
