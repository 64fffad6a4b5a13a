import type { OperationClass } from '../operation/operation-class.ts';
import type { ProfileReading } from './check-profile.ts';
import type { ConditionProblem } from './condition.ts';
import * as variables from './variables.ts';

/** Reports fields of `request` that some class of the rule does not have. */
export const checkRequestFields = (
  reading: ProfileReading,
  classes: readonly OperationClass[],
): ConditionProblem[] =>
  reading.paths.flatMap(({ path, start, end }) => {
    const field = path[1];
    if (path[0] !== 'request' || field === undefined || !Object.hasOwn(variables.requestFields, field))
      return [];
    const without = classes.filter(
      (name) => !(variables.requestFieldsOf[name] as readonly string[]).includes(field),
    );
    if (without.length === 0) return [];
    const message = `request.${field} does not exist for ${without.length > 3 ? 'every class that the rule names' : without.join(', ')}.`;
    const having = Object.entries(variables.requestFieldsOf).flatMap(([name, fields]) =>
      (fields as readonly string[]).includes(field) ? [name] : [],
    );
    return [
      {
        start,
        end,
        code: 'when-not-in-class',
        message,
        remedy: `Name only ${having.join(', ')} in operations.`,
      },
    ];
  });
