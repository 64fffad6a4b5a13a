import type { ConditionInput } from './condition.ts';

/** `has()` may say no only of what is known to be absent. */
export const isUnknown = (
  context: Readonly<Record<string, unknown>>,
  path: readonly string[],
  at: ConditionInput,
): boolean => {
  let value: unknown = context;
  for (const step of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined;
  if (value !== undefined) return false;
  return !(
    path[0] === 'target' &&
    Object.entries(at.target).some(([part, scope]) => part === path[1] && scope.is === 'none')
  );
};
