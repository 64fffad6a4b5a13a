import type { CompiledRule } from '../../compile/compiled-rule.ts';

/** Whether a rule asks for claims of the caller. */
export const readsClaims = ({ principals, filter, when }: CompiledRule): boolean =>
  [principals, principals?.except].some((who) => (who?.claims.length ?? 0) > 0) ||
  (filter?.some(({ is }) => is === 'claim') ?? false) ||
  (when?.claims.length ?? 0) > 0;
