import type { PolicyFile } from '../compile/compile-policies.ts';
import { type Analysis, analyse } from '../language/analyse.ts';
import type { Surroundings } from '../language/surroundings.ts';
import { testCatalogue } from './test-catalogue.ts';

/** The cursor in documents of tests. */
export const cursor = '▮';

const headOf = (policy: string): string =>
  [
    'apiVersion: vectorgate/v1',
    'kind: Policy',
    `metadata: { name: ${policy}, contact: "#help" }`,
    'spec:',
    '  rules:',
    '',
  ].join('\n');

/** A document as tests write it: whole, or rules alone, which stand in a policy then. */
export interface TestDocument {
  readonly text: string;
  /** Offset of the cursor; undefined without one. */
  readonly offset: number | undefined;
  /** The text as the test wrote it, out of a text of the whole. */
  readonly shown: (text: string) => string;
  /** Lines and columns that the test does not show. */
  readonly hidden: { readonly lines: number; readonly columns: number };
}

/** @param policy what the policy is called that rules alone stand in */
export function testDocument(written: string, policy = 'test'): TestDocument {
  const head = headOf(policy);
  const isWhole = !/^(#.*\n)*\s*-/.test(written);
  const whole = isWhole ? written : head + written.replace(/^(?=.)/gm, '    ');
  const at = whole.indexOf(cursor);
  return {
    text: whole.replace(cursor, ''),
    offset: at === -1 ? undefined : at,
    shown: (text) =>
      isWhole || !text.startsWith(head) ? text : text.slice(head.length).replace(/^ {4}/gm, ''),
    hidden: isWhole ? { lines: 0, columns: 0 } : { lines: head.split('\n').length - 1, columns: 4 },
  };
}

/** A file beside a document of tests: rules alone stand in a policy of the file's name. */
export const testFile = (path: string, written: string): PolicyFile => ({
  path,
  text: testDocument(written, path.replace(/\..*$/, '')).text,
});

/** The day on which all tests of the language run. */
export const testNow = Date.parse('2026-11-29T12:00:00Z');

export const testPath = 'test.policy.yaml';

/** The policy that snapshots of tests lie beside. */
const besideSnapshots = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: beside, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: ["customer-*", product-docs] }
      operations: [search]
      limits: { topK: 50 }
    - id: contact-data-is-masked
      effect: guard
      principals: { except: { groups: [privacy-officers] } }
      resources: { connections: [insights], collections: ["customer-*"] }
      mask: [{ fields: [email], method: redact }]
`;

/** Analyses a snapshot that lies beside a policy, as a gateway's configuration knows the tests' catalogue. */
export const analyseSnapshot = (text: string, surroundings: Partial<Surroundings> = {}): Analysis =>
  analyse(
    { path: 'test.catalogue.yaml', text },
    {
      catalogue: { ...testCatalogue, configured: true },
      files: [{ path: 'beside.policy.yaml', text: besideSnapshots }],
      now: testNow,
      ...surroundings,
    },
  );

/** Analyses a document with the tests' catalogue. */
export const analyseTest = (text: string, surroundings: Partial<Surroundings> = {}): Analysis =>
  analyse({ path: testPath, text }, { catalogue: testCatalogue, files: [], now: testNow, ...surroundings });
