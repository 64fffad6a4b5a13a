import type { GovernedName } from '@vectorgate/client';
import { GateProblem } from '../gate/problem.ts';
import { problemOf } from '../gate/problem-of.ts';
import { upperFirst } from '../words/upper-first.ts';

/**
 * The names beside those of the recording that are held, so that no call of a program in the sandbox goes on to a store there: those
 * that the gateway of the window governs; none where none is set. An archive is read without a gateway, but where one is set and
 * cannot be asked, nobody knows what is to be held. Throws `GateProblem` code `names-unknown` there.
 */
export async function heldNames(
  governed: () => Promise<readonly GovernedName[]>,
  ofArchive: boolean,
): Promise<readonly GovernedName[]> {
  try {
    return await governed();
  } catch (error) {
    if (!ofArchive) throw error;
    const { message, next } = problemOf(error);
    throw new GateProblem(
      {
        code: 'names-unknown',
        message: `The gateway of this window does not say which names it governs, so a program could reach a store under one that the archive does not name. ${upperFirst(message)}`,
        next: `${next} Or take the gateway's address out of the settings (vectorgate.gateway): then the names of the archive alone are held.`,
      },
      { cause: error },
    );
  }
}
