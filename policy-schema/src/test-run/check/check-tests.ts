import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import type { TestDocument } from '../test-document.ts';
import { checkExpectations } from './check-expectations.ts';
import { checkIdentities } from './check-identities.ts';
import { checkNames } from './check-names.ts';
import { checkOperations } from './check-operations.ts';

/** What tests are checked against. */
export interface TestSurroundings {
  /** Absent: names of connections, issuers and claims are taken as they are. */
  readonly environment?: PolicyEnvironment | undefined;
  /** The rules of the policies that are tested. Absent: not known, so that nothing is said about their names. */
  readonly places?: readonly CompiledPlace[] | undefined;
}

/** Reports what does not hold together in documents of the right shape, into the problems of their file. */
export function checkTests(documents: readonly TestDocument[], surroundings: TestSurroundings): void {
  const names = new Map<string, number>();
  for (const document of documents) {
    checkDocumentName(document, names);
    checkNames(document);
    checkIdentities(document, surroundings);
    checkOperations(document, surroundings);
    checkExpectations(document, surroundings);
  }
}

/** Results are told by the name of the document and of the test. */
function checkDocumentName({ source, written }: TestDocument, names: Map<string, number>): void {
  const path = ['metadata', 'name'];
  const taken = names.get(written.metadata.name);
  if (taken === undefined) {
    names.set(written.metadata.name, source.lineOf(source.nodeAt(path)?.range?.[0] ?? 0));
    return;
  }
  const message = `The tests ${written.metadata.name} are also in line ${taken}.`;
  source.atPath(path, 'test-name-taken', message, 'Give them a name of their own.');
}
