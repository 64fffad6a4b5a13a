import { checkShape } from '../compile/check-shape.ts';
import type { PolicyFile } from '../compile/compile-policies.ts';
import type { ParsedText } from '../compile/parsed-text.ts';
import type { PolicySource } from '../compile/policy-source.ts';
import type { PlacedProblem } from '../compile/problem.ts';
import { readFile } from '../compile/read-file.ts';
import type { Shape } from '../compile/shape.ts';
import { type PolicyTestDocument, policyTestSchema } from '../schema/test/policy-test-schema.ts';
import type { TestDocument } from './test-document.ts';

// Its keys are checked one by one; its static type has nothing to do with that.
export const testShape = policyTestSchema as unknown as Shape;

/** A file of tests as it was read. */
export interface ReadTests {
  readonly file: PolicyFile;
  readonly sources: readonly PolicySource[];
  /** Those of the right shape. */
  readonly documents: readonly TestDocument[];
  readonly problems: PlacedProblem[];
}

/** Reads a file of tests and checks its shape; never throws, whatever the text holds. */
export function readTests(file: PolicyFile, parsed?: ParsedText): ReadTests {
  const problems: PlacedProblem[] = [];
  const sources = readFile(file.path, file.text, problems, parsed, true);
  const [empty] = problems;
  if (sources.length === 0 && empty?.code === 'document-empty') {
    const remedy = 'Write a document of kind PolicyTest into it, or delete the file.';
    problems.splice(0, 1, { ...empty, message: 'The file holds no tests.', remedy });
  }
  const documents = sources.flatMap((source) => {
    const before = problems.length;
    checkShape({ source, name: 'the document' }, source.nodeAt([]), testShape);
    const sound = problems.length === before && source.unreadable.length === 0;
    return sound ? [{ source, written: source.document.toJS() as PolicyTestDocument }] : [];
  });
  return { file, sources, documents, problems };
}
