import type { Path } from '../../compile/policy-source.ts';
import type { Shape } from '../../compile/shape.ts';
import { policyDocumentSchema } from '../../schema/policy-document-schema.ts';

const policy = policyDocumentSchema as Shape;

/** Alternatives of a shape, itself where it has none. A closed list of words is one shape. */
export function alternatives(shape: Shape): readonly Shape[] {
  const union = shape.anyOf ?? (shape.type === undefined ? shape.oneOf : undefined);
  return union === undefined ? [shape] : union.flatMap(alternatives);
}

const below = (shape: Shape, step: string | number): readonly Shape[] =>
  alternatives(shape).flatMap((one) => {
    if (typeof step === 'number') return one.items === undefined ? [] : [one.items];
    const own =
      one.properties !== undefined && Object.hasOwn(one.properties, step)
        ? one.properties[step]
        : Object.values(one.patternProperties ?? {})[0];
    return own === undefined ? [] : [own];
  });

/** What a schema says of a place: one shape for each alternative. `effect` narrows those inside a rule. */
export function shapesAt(path: Path, effect: string | undefined, root = policy): readonly Shape[] {
  let shapes = alternatives(root);
  for (const step of path) {
    shapes = shapes.flatMap((shape) => below(shape, step)).flatMap(alternatives);
    const own = shapes.filter((shape) => shape.properties?.effect?.const === effect);
    if (own.length > 0) shapes = own;
  }
  return shapes;
}
