import type { CompiledPlace } from '../../compile/compile-policies.ts';

/** Whether a rule has not ended, and is no monitored one. */
export const isInForce = ({ compiled: { monitored, expires } }: CompiledPlace, now: number): boolean =>
  !monitored && (expires ?? Number.POSITIVE_INFINITY) > now;
