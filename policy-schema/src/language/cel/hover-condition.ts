import type { Scalar } from 'yaml';
import { scalarOffsets } from '../../compile/scalar-offsets.ts';
import * as variables from '../../condition/variables.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { Analysis } from '../analyse.ts';
import type { PolicyHover } from '../hover/hover.ts';
import { variableMeaning } from './variable-meaning.ts';

const functions: Readonly<Record<string, string>> = {
  has: 'Whether a field is there. Of what is not known to be absent it says neither yes nor no.',
  startsWith: 'Whether the text begins with another.',
  endsWith: 'Whether the text ends with another.',
  contains: 'Whether the text contains another.',
  exists: 'Whether one entry of the list satisfies the condition.',
  all: 'Whether every entry of the list satisfies the condition.',
  exists_one: 'Whether exactly one entry of the list satisfies the condition.',
};

/** What a word of a condition is. */
export function hoverCondition(analysis: Analysis, node: Scalar, offset: number): PolicyHover | undefined {
  const source = String(node.value);
  const offsets = scalarOffsets(analysis.file.text, node);
  for (const { 0: path, index } of source.matchAll(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g)) {
    const [start, end] = [offsets[index] ?? 0, offsets[index + path.length] ?? 0];
    if (offset < start || offset > end) continue;
    // Up to the step that the offset stands in.
    const within = offsets.findIndex((one) => one >= offset) - index;
    const stop = path.indexOf('.', Math.max(0, within));
    const upTo = stop === -1 ? path : path.slice(0, stop);
    const markdown = meaningOf(upTo, analysis);
    const last = upTo.lastIndexOf('.') + 1;
    return markdown === undefined
      ? undefined
      : { start: offsets[index + last] ?? start, end: offsets[index + upTo.length] ?? end, markdown };
  }
  return undefined;
}

function meaningOf(path: string, { surroundings }: Analysis): string | undefined {
  const steps = path.split('.');
  const last = steps.at(-1) ?? '';
  if (path.startsWith('identity.claims.') && steps.length === 3) {
    const type = surroundings.catalogue?.issuers.find(({ claims }) => Object.hasOwn(claims, last))?.claims[
      last
    ];
    return type === undefined ? undefined : `Claim ${codeSpan(last)}: ${plain(type)}.`;
  }
  const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    identity: variables.identityFields,
    target: variables.targetFields,
    request: variables.requestFields,
  };
  const meaning = variableMeaning[path];
  const type = steps.length === 2 ? types[steps[0] ?? '']?.[last] : undefined;
  if (meaning !== undefined) return type === undefined ? meaning : `${codeSpan(path)}: ${type}. ${meaning}`;
  return Object.hasOwn(functions, last) ? functions[last] : undefined;
}
