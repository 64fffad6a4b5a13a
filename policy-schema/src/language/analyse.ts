import {
  type Compilation,
  type CompiledPlace,
  compilePolicies,
  type PolicyFile,
} from '../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../compile/environment.ts';
import type { PolicySource } from '../compile/policy-source.ts';
import { type Catalogue, environmentOf } from './catalogue.ts';
import { TextLines } from './document/text-lines.ts';
import { isSnapshotFile } from './snapshot/is-snapshot-file.ts';
import { readSnapshot, type Snapshot } from './snapshot/read-snapshot.ts';
import type { Surroundings } from './surroundings.ts';

/** A document, and of what kind it is where its path does not tell. */
export interface LanguageFile extends PolicyFile {
  readonly kind?: 'snapshot' | undefined;
}

/** One version of a document, read and compiled with what surrounds it. Everything else here is a function of it. */
export interface Analysis {
  readonly file: PolicyFile;
  /** Where the document is a snapshot of what exists: then there are rules in other files alone. */
  readonly snapshot?: Snapshot | undefined;
  readonly lines: TextLines;
  readonly surroundings: Surroundings;
  /** Of all files. */
  readonly compilation: Compilation;
  /** The YAML documents of this file. */
  readonly sources: readonly PolicySource[];
  /** The sound rules of this file. */
  readonly places: readonly CompiledPlace[];
}

/** Reads and compiles a document. Never throws, whatever the text holds. */
export function analyse(file: LanguageFile, surroundings: Surroundings): Analysis {
  const others = (surroundings.files ?? []).filter(({ path }) => path !== file.path);
  if (file.kind === 'snapshot' || isSnapshotFile(file.path))
    return ofSnapshot(file, compile(others, surroundings), surroundings);
  return view(file, compile([...others, file], surroundings), surroundings);
}

/** The same for all files that are in force together, and snapshots beside them: policies are compiled once. */
export function analyseAll(files: readonly PolicyFile[], surroundings: Surroundings): readonly Analysis[] {
  const policies = files.filter(({ path }) => !isSnapshotFile(path));
  const together = { ...surroundings, files: policies };
  const compilation = compile(policies, together);
  return files.map((file) => (isSnapshotFile(file.path) ? ofSnapshot : view)(file, compilation, together));
}

function compile(files: readonly PolicyFile[], { catalogue, isLinear, memory }: Surroundings): Compilation {
  const compilation = compilePolicies(files, {
    environment: catalogue === undefined || catalogue.unchecked ? undefined : environmentFor(catalogue),
    tolerant: true,
    isLinear,
    memory: memory?.compile,
  });
  // Where one rule of several is named it is the same, whichever file is looked at, in whichever order a host knows them.
  const places = compilation.places.toSorted(
    ({ source: { file: a } }, { source: { file: b } }) => Number(a > b) - Number(a < b),
  );
  return { ...compilation, places };
}

const environments = new WeakMap<Catalogue, PolicyEnvironment>();

/** The same environment for the same catalogue, so that what was compiled in it can be told to be so. */
function environmentFor(catalogue: Catalogue): PolicyEnvironment {
  const environment = environments.get(catalogue) ?? environmentOf(catalogue);
  environments.set(catalogue, environment);
  return environment;
}

const view = (file: PolicyFile, compilation: Compilation, surroundings: Surroundings): Analysis => ({
  file,
  lines: new TextLines(file.text),
  surroundings,
  compilation,
  sources: compilation.sources.filter((source) => source.file === file.path),
  places: compilation.places.filter(({ source }) => source.file === file.path),
});

function ofSnapshot(file: PolicyFile, compilation: Compilation, surroundings: Surroundings): Analysis {
  const { path, text } = file;
  const snapshot = readSnapshot(file, surroundings.memory?.compile.parse(path, text));
  const lines = new TextLines(text);
  return { file, lines, surroundings, compilation, snapshot, sources: snapshot.sources, places: [] };
}
