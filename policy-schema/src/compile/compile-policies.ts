import { isNode, isScalar, isSeq, type Node } from 'yaml';
import { createConditionEngine } from '../condition/condition-engine.ts';
import type { IsLinear } from '../pattern/translate-pattern.ts';
import type { Rule } from '../schema/rule-schema.ts';
import { checkConditionCount } from './check-condition-count.ts';
import { checkDocument } from './check-document.ts';
import type { CompileContext } from './compile-context.ts';
import type { CompileMemory } from './compile-memory.ts';
import { Patterns } from './compile-patterns.ts';
import { compileRule } from './compile-rule.ts';
import type { CompiledRule, PolicyFacts } from './compiled-rule.ts';
import { declaredClaims, type PolicyEnvironment } from './environment.ts';
import type { PolicySource } from './policy-source.ts';
import type { PlacedProblem } from './problem.ts';
import { readFile } from './read-file.ts';
import { replay, takeNote } from './take-note.ts';

/** A policy file to compile. Paths are those that traces and problems show. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string;
}

export interface CompileOptions {
  /** Absent: names of connections, issuers and claims are taken as they are. */
  readonly environment?: PolicyEnvironment | undefined;
  /** Goes on with what is sound in files that hold problems, for editors. */
  readonly tolerant?: boolean;
  /** RE2's word on patterns. Absent: they are only parsed, and one more may be refused when it is loaded. */
  readonly isLinear?: IsLinear | undefined;
  /** What one who compiles the same files again keeps; it changes no result. */
  readonly memory?: CompileMemory | undefined;
}

/** A rule, compiled, and where it stands. */
export interface CompiledPlace {
  readonly compiled: CompiledRule;
  /** The rule as written. */
  readonly rule: Rule;
  readonly source: PolicySource;
  /** Its position in `spec.rules`. */
  readonly index: number;
}

/** What compiling some files gives: all that is sound, and all that is wrong. */
export interface Compilation {
  readonly problems: PlacedProblem[];
  readonly sources: readonly PolicySource[];
  readonly places: readonly CompiledPlace[];
  readonly patterns: Patterns;
}

/** Reads, checks and compiles policy files. */
export function compilePolicies(files: readonly PolicyFile[], options: CompileOptions = {}): Compilation {
  const { environment, tolerant = false, memory, isLinear } = options;
  const problems: PlacedProblem[] = [];
  const claims = environment && declaredClaims(environment);
  const engine = memory?.engineFor(environment) ?? createConditionEngine(claims);
  const unsupported = environment?.unsupported ?? [];
  const names = new Map<string, string>();
  const places: CompiledPlace[] = [];
  const patterns = new Patterns(isLinear);
  const sources = files.flatMap(({ path, text }) =>
    readFile(path, text, problems, memory?.parse(path, text), tolerant, memory?.notesOf(path)),
  );
  for (const source of sources) {
    checkDocument(source, names);
    patterns.read(source);
  }
  const named = [...patterns].map(([name, pattern]) => `${name} ${pattern?.expression}`).join('\n');
  for (const source of sources) {
    const context = { source, environment, claims, unsupported, patterns, engine };
    const facts = {
      name: textAt(source, 'name') ?? '',
      contact: textAt(source, 'contact') ?? textAt(source, 'owner'),
    };
    const list = source.nodeAt(['spec', 'rules']);
    for (const [index, node] of (isSeq(list) ? list.items : []).entries()) {
      if (!isNode(node) || !source.isReadable(node)) continue;
      const sound = source.sound.has(node);
      if (!sound && !source.near.has(node)) continue;
      const { compiled, rule } = compileOnce(context, facts, node, index, sound, named);
      if (sound) places.push({ compiled, rule, source, index });
    }
  }
  if (tolerant || problems.length === 0) {
    const origins = new Map(places.map((place) => [place.compiled, place]));
    const rules = places.map(({ compiled }) => compiled);
    checkConditionCount(rules, (rule, code, message, remedy) => {
      const origin = origins.get(rule);
      origin?.source.atKey(['spec', 'rules', origin.index, 'when'], code, message, remedy);
    });
  }
  return { problems, sources, places, patterns };
}

/** Compiles a rule, unless one of the same text was compiled beside the same things. */
function compileOnce(
  context: CompileContext,
  facts: PolicyFacts,
  node: Node,
  index: number,
  sound: boolean,
  patterns: string,
): { readonly compiled: CompiledRule; readonly rule: Rule } {
  const { source, environment } = context;
  const compile = () => {
    const rule = node.toJS(source.document) as Rule;
    return { rule, compiled: compileRule(context, facts, rule, ['spec', 'rules', index], sound) };
  };
  const note = source.noteOf(node);
  if (note === undefined) return compile();
  const line = source.lineOf(source.nodeAt(['spec', 'rules', index, 'id'])?.range?.[0] ?? 0);
  const beside = [source.file, line, facts.name, facts.contact, sound, environment, patterns];
  const kept = note.compiled;
  if (kept?.with.every((one, i) => one === beside[i]) === true) {
    replay(source, node, kept.problems);
    return kept;
  }
  let made: ReturnType<typeof compile> | undefined;
  const problems = takeNote(source, node, () => {
    made = compile();
  });
  if (problems !== undefined) note.compiled = { with: beside, problems, ...made! };
  return made!;
}

const textAt = (source: PolicySource, key: string): string | undefined => {
  const node = source.nodeAt(['metadata', key]);
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
};
