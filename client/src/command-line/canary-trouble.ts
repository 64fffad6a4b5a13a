import { printable } from '@vectorgate/policy-schema/printable';
import { isRecord, text } from '../api/read-json.ts';
import { coloured, type Terminal } from '../output/terminal.ts';

/** Why what a branch has does not run beside the policies in force, as a line; "" where it does, or nothing is to run. */
export function canaryTrouble(following: unknown, terminal: Terminal): string {
  const trouble = isRecord(following) && isRecord(following.trouble) ? following.trouble : undefined;
  if (trouble === undefined) return '';
  const said = printable(`${text(trouble.message)} ${text(trouble.remedy)}`);
  return coloured(terminal, 'red', `${'trouble'.padEnd(10)}${said}\n`);
}
