import { GateError } from '../../errors/gate-error.ts';

/** A logout token that does not count. What is wrong with it is for the log; its sender is told only that. */
export class LogoutRefused extends GateError {
  constructor(why: string, cause?: unknown) {
    super('logout-refused', why, {}, { cause });
  }
}
