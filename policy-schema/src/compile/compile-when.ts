import { isScalar } from 'yaml';
import type { Condition } from '../condition/condition.ts';
import type { OperationClass } from '../operation/operation-class.ts';
import { checkClaim } from './check-claim.ts';
import type { CompileContext } from './compile-context.ts';
import type { Path } from './policy-source.ts';
import { scalarOffsets } from './scalar-offsets.ts';

/** Compiles `when`; its problems are reported at their exact place inside the YAML text. */
export function compileWhen(
  context: CompileContext,
  text: string,
  classes: readonly OperationClass[],
  path: Path,
): Condition | undefined {
  const { source } = context;
  const compiled = context.engine.compile(text, classes);
  if (compiled.problems === undefined) {
    // The engine reports claims of a declared set; a claim read by an index is checked here.
    for (const name of compiled.condition.claims) checkClaim(context, name, path, 'value');
    return compiled.condition;
  }
  const node = source.nodeAt(path);
  const offsets = isScalar(node) ? scalarOffsets(source.text, node) : [];
  const last = offsets.at(-1) ?? 0;
  for (const { start, end, code, message, remedy } of compiled.problems) {
    source.report(offsets[start] ?? last, offsets[end] ?? last, code, message, remedy);
  }
  return undefined;
}
