import { isMap } from 'yaml';
import { checkShape } from '../../compile/check-shape.ts';
import type { PolicyFile } from '../../compile/compile-policies.ts';
import type { ParsedText } from '../../compile/parsed-text.ts';
import type { Path, PolicySource } from '../../compile/policy-source.ts';
import type { PlacedProblem } from '../../compile/problem.ts';
import { largestFile, readFile } from '../../compile/read-file.ts';
import type { Shape } from '../../compile/shape.ts';
import {
  type CatalogDocument,
  type CatalogSpec,
  catalogSchema,
  catalogSpecSchema,
} from '../../schema/catalog-schema.ts';

/** A snapshot as it was read. */
export interface Snapshot {
  readonly sources: readonly PolicySource[];
  /** What keeps it from being read. */
  readonly problems: readonly PlacedProblem[];
  /** Where connections and issuers stand: under `spec`, or at the root where they stand alone. */
  readonly base: Path;
  /** The shape that the document is meant to have. */
  readonly shape: Shape;
  /** Undefined where there are problems. */
  readonly written: CatalogDocument | CatalogSpec | undefined;
}

// Their keys are checked one by one; their static types have nothing to do with that.
const whole = catalogSchema as unknown as Shape;
const bare = catalogSpecSchema as unknown as Shape;

/** What is said of a policy, as it is for a catalogue. */
const instead: Readonly<Record<string, Pick<PlacedProblem, 'message' | 'remedy'>>> = {
  'document-empty': {
    message: 'The file holds no catalogue.',
    remedy: 'Write a document of kind Catalog into it, or delete the file.',
  },
  'file-too-large': {
    message: `The file has more than ${largestFile.toLocaleString('en')} characters: it is read, and not checked here.`,
    remedy: 'Save it with the policies that it is for: then it has the fields that they need.',
  },
};

const envelope = ['apiVersion', 'kind', 'metadata', 'spec'];

/** Reads a snapshot and checks its shape; never throws, whatever the text holds. `most` is what it may weigh. */
export function readSnapshot({ path, text }: PolicyFile, parsed?: ParsedText, most?: number): Snapshot {
  const problems: PlacedProblem[] = [];
  const sources = readFile(path, text, problems, parsed, true, undefined, most);
  const [first] = problems;
  const said = first && instead[first.code];
  if (sources.length === 0 && said !== undefined) problems.splice(0, 1, { ...first!, ...said });
  const [source, second] = sources;
  const contents = source?.nodeAt([]);
  // A file that is begun has its envelope yet to come.
  const isBare = isMap(contents) && !envelope.some((key) => contents.has(key));
  const shape = isBare ? bare : whole;
  if (source !== undefined) checkShape({ source, name: 'the document' }, contents, shape);
  second?.at(
    second.nodeAt([]),
    'yaml-multiple-docs',
    'A catalogue is one document, and this is another.',
    'Put it into a file of its own.',
  );
  const sound = source !== undefined && problems.length === 0;
  return {
    sources,
    problems,
    base: isBare ? [] : ['spec'],
    shape,
    written: sound ? (source.document.toJS() as CatalogDocument | CatalogSpec) : undefined,
  };
}
