import { GateError } from '../../errors/gate-error.ts';

/**
 * One error for what was made up, what may not be seen and what was removed, which nobody may tell apart: the record that a cursor
 * names may have been somebody else's.
 */
export const badCursor = (): GateError =>
  new GateError(
    'bad-cursor',
    'The cursor is none that a list gave, or what it goes on from was removed, as it was past its time. Begin again without one.',
  );
