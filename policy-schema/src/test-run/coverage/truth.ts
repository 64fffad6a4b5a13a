import type { Condition, ConditionInput } from '../../condition/condition.ts';
import type { ConditionEngine } from '../../condition/condition-engine.ts';
import type { Match } from '../../decide/decision.ts';
import { PolicyError } from '../../errors/policy-error.ts';
import { everyPart, type SubExpression, subExpressions } from './sub-expressions.ts';

/** A condition whose parts can be asked one by one, by the engine that decides. */
export class DissectedCondition {
  readonly root: SubExpression;
  readonly #conditions = new Map<SubExpression, Condition>();

  constructor(source: string, engine: ConditionEngine) {
    this.root = subExpressions(source);
    for (const part of everyPart(this.root)) {
      // Which classes have what it reads was checked for the whole.
      const compiled = engine.compile(part.text, []);
      if (compiled.problems !== undefined)
        throw new PolicyError('condition-part', `The part of a condition cannot be read: ${part.text}`);
      this.#conditions.set(part, compiled.condition);
    }
  }

  /** The truth of one part. */
  truth(part: SubExpression, at: ConditionInput): Match {
    return this.#conditions.get(part)!.evaluate(at);
  }

  /**
   * The parts that are looked at on the way from left to right to an answer, with the truth of each: what an earlier part
   * has settled is not asked any more.
   */
  *walk(at: ConditionInput, part: SubExpression = this.root): Generator<readonly [SubExpression, Match]> {
    const own = this.truth(part, at);
    yield [part, own];
    const [first, ...others] = part.parts;
    if (first === undefined) return;
    if (part.op === 'choice') {
      yield* this.walk(at, first);
      const asked = this.truth(first, at);
      if (asked !== 'no' && others[0] !== undefined) yield* this.walk(at, others[0]);
      if (asked !== 'yes' && others[1] !== undefined) yield* this.walk(at, others[1]);
      return;
    }
    const settles: Match = part.op === 'or' ? 'yes' : 'no';
    for (const one of part.parts) {
      yield* this.walk(at, one);
      // An absent claim in has() leaves the whole open, whatever its other parts say.
      if (part.op !== 'not' && own === settles && this.truth(one, at) === settles) return;
    }
  }
}
