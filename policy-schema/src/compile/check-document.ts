import { isMap, isScalar, isSeq } from 'yaml';
import { policyDocumentSchema } from '../schema/policy-document-schema.ts';
import { checkShape } from './check-shape.ts';
import type { PolicySource } from './policy-source.ts';
import type { Shape } from './shape.ts';

/** Checks one document against the schema, and that names are not taken. Rules of the right shape become sound. */
export function checkDocument(source: PolicySource, names: Map<string, string>): void {
  const { contents } = source.document;
  const kind = isMap(contents) ? contents.get('kind', true) : undefined;
  if (isScalar(kind) && kind.value === 'Grant') {
    source.at(
      kind,
      'grants-unsupported',
      'This version has no grants.',
      'Remove the document: what cannot be enforced is not accepted.',
    );
    return;
  }
  checkShape({ source, name: 'the document' }, source.nodeAt([]), policyDocumentSchema as Shape);
  checkNames(source, names);
}

function checkNames(source: PolicySource, names: Map<string, string>): void {
  const name = source.nodeAt(['metadata', 'name']);
  if (isScalar(name) && typeof name.value === 'string') {
    const place = `${source.file}:${source.lineOf(name.range?.[0] ?? 0)}`;
    const taken = names.get(name.value);
    if (taken !== undefined)
      source.at(
        name,
        'policy-name-taken',
        `The policy ${name.value} is also in ${taken}.`,
        'Give it a name of its own.',
      );
    else names.set(name.value, place);
  }
  const rules = source.nodeAt(['spec', 'rules']);
  const ids = new Map<string, number>();
  for (const rule of isSeq(rules) ? rules.items : []) {
    const id = isMap(rule) ? rule.get('id', true) : undefined;
    if (!isScalar(id) || typeof id.value !== 'string') continue;
    const line = ids.get(id.value);
    if (line !== undefined)
      source.at(
        id,
        'rule-id-taken',
        `The rule ${id.value} is also in line ${line}.`,
        'Give it an id of its own.',
      );
    else ids.set(id.value, source.lineOf(id.range?.[0] ?? 0));
  }
}
