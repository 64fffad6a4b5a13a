import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { MaskEntry } from '../../schema/mask-schema.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { ruleBeside } from '../fix/rule-beside.ts';
import { spokenShort } from '../meaning/spoken.ts';
import { hidesText } from './text-fields.ts';

const who = ['principals', 'resources'] as const;

/** A guard beside a permit that hides fields from its people. */
export function maskBeside(permit: CompiledPlace, entries: readonly MaskEntry[]): Fix {
  const fields = entries.flatMap((entry) => entry.fields);
  const drops: MaskEntry[] =
    // A vector tells its text.
    hidesText(fields, entries.find(({ detectors }) => detectors)?.detectors) && !fields.includes('$vector')
      ? [{ fields: ['$vector'], method: 'drop' }]
      : [];
  const mask = [...entries, ...drops];
  const tellsVector = mask.some((entry) => entry.fields.includes('$vector')) && !fields.includes('$score');
  return {
    title: `Add a mask for ${spokenShort([...new Set(mask.flatMap((entry) => entry.fields))])}`,
    changes: ruleBeside(permit, 'masks', [
      ...[['effect', 'guard'] as const, ...who],
      // By many searches exact scores tell where a vector lies.
      ...(tellsVector ? [['limits', { rate: '60/min' }] as const] : []),
      ['mask', mask],
    ]),
  };
}

/** A guard beside a permit that narrows what its people meet to what is their own. */
export const filterBeside = (permit: CompiledPlace, filter: Readonly<Record<string, string>>): Fix => ({
  title: `Bind to the caller’s ${spokenShort(Object.values(filter))}`,
  changes: ruleBeside(permit, `own-${Object.keys(filter)[0]}`, [
    ...[['effect', 'guard'] as const, ...who],
    [
      'require',
      { filter: Object.fromEntries(Object.entries(filter).map(([field, claim]) => [field, { claim }])) },
    ],
  ]),
});

/** A rule beside a permit that has its people ask first. */
export const approvalBeside = (
  permit: CompiledPlace,
  operations: readonly string[] | undefined,
  approval: unknown,
): Fix => ({
  title: `Ask for approval${operations === undefined ? '' : ` before ${spokenShort(operations)}`}`,
  changes: ruleBeside(permit, 'approval', [
    ...[['effect', 'require-approval'] as const, ...who],
    operations === undefined ? 'operations' : ['operations', operations],
    ['approval', approval],
  ]),
});
