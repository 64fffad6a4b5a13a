import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { MaskPattern } from '../decide/decision.ts';
import { PatternError } from '../pattern/pattern-error.ts';
import { type IsLinear, translatePattern } from '../pattern/translate-pattern.ts';
import { detectorNames } from '../schema/mask-schema.ts';
import { longestPattern } from '../schema/pattern-schema.ts';
import type { PolicySource } from './policy-source.ts';
import { scalarOffsets } from './scalar-offsets.ts';

/** Patterns of all policies by name; undefined for one that was not accepted, so that its users are not blamed too. */
export class Patterns extends Map<string, MaskPattern | undefined> {
  readonly #places = new Map<string, string>();
  readonly #isLinear: IsLinear | undefined;

  constructor(isLinear?: IsLinear) {
    super();
    this.#isLinear = isLinear;
  }

  /** Adds the patterns of one document; reports those that are not accepted, at their place inside the YAML text. */
  read(source: PolicySource): void {
    const list = source.nodeAt(['spec', 'patterns']);
    for (const node of isSeq(list) ? list.items : []) {
      if (!isMap(node)) continue;
      const name = node.get('name', true);
      if (!isScalar(name) || typeof name.value !== 'string') continue;
      if (this.#isTaken(source, name, name.value)) continue;
      this.#places.set(name.value, `${source.file}:${source.lineOf(name.range?.[0] ?? 0)}`);
      const expression = expressionOf(
        source,
        node.get('pattern', true),
        node.get('ignoreCase') === true,
        this.#isLinear,
      );
      this.set(name.value, expression === undefined ? undefined : carried(name.value, expression));
    }
  }

  #isTaken(source: PolicySource, node: Node, name: string): boolean {
    if ((detectorNames as readonly string[]).includes(name)) {
      const message = `${name} is the name of a detector that is built in.`;
      source.at(node, 'pattern-name-built-in', message, `Give it a name of its own, such as our-${name}.`);
      return true;
    }
    const place = this.#places.get(name);
    if (place === undefined) return false;
    source.at(
      node,
      'pattern-name-taken',
      `A pattern ${name} is also in ${place}.`,
      'Give it a name of its own, or use the other.',
    );
    return true;
  }
}

/** A pattern as decisions carry it. Written down, as in records, it is its name alone. */
const carried = (name: string, expression: string): MaskPattern => {
  const pattern = { name, expression };
  return Object.freeze(Object.defineProperty(pattern, 'toJSON', { value: () => ({ name }) }));
};

function expressionOf(
  source: PolicySource,
  node: unknown,
  ignoreCase: boolean,
  isLinear: IsLinear | undefined,
): string | undefined {
  // What is of the wrong type or length was reported with the shape of the document.
  if (!isScalar(node) || typeof node.value !== 'string') return undefined;
  if (node.value.length === 0 || node.value.length > longestPattern) return undefined;
  try {
    return translatePattern(node.value, ignoreCase, isLinear);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const offsets = scalarOffsets(source.text, node);
    const last = offsets.at(-1) ?? 0;
    source.report(
      offsets[error.start] ?? last,
      offsets[error.end] ?? last,
      error.code,
      error.message,
      error.remedy,
    );
    return undefined;
  }
}
