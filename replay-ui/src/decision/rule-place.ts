import type { RulePlace } from '../host/replay-host.ts';
import { isObject } from '../records/is-object.ts';

/** A rule as traces and headers name it. */
export interface NamedRule {
  readonly policy: string;
  readonly rule: string;
  /** Only where the gateway tells it to whoever reads. */
  readonly place?: RulePlace;
}

/** `customer-insights.policy.yaml:7` */
export const placeText = ({ file, line }: Pick<RulePlace, 'file' | 'line'>): string => `${file}:${line}`;

/** Reads a reference to a rule; undefined when it is none. */
export function namedRule(value: unknown): NamedRule | undefined {
  if (!isObject(value) || typeof value.policy !== 'string' || typeof value.rule !== 'string')
    return undefined;
  const { policy, rule, file, line } = value;
  return {
    policy,
    rule,
    ...(typeof file === 'string' &&
      file !== '' &&
      typeof line === 'number' &&
      line > 0 && { place: { policy, rule, file, line } }),
  };
}
