import { GateError } from '../../errors/gate-error.ts';
import { readEnglish } from './language/english.ts';
import { phonePlans } from './phones/phone-plans.ts';

/**
 * Loads what detectors need, when a policy that names them is loaded and not when the first answer waits for it: the
 * tables of telephone numbers for `phone` (20 ms), the English model for `person-name` and `place` (a quarter of a
 * second, up to 100 MB). What no policy names is not loaded.
 *
 * @throws GateError `detector` when one cannot be loaded: then the policy must not come into force
 */
export function prepareDetectors(names: ReadonlySet<string>): void {
  try {
    if (names.has('phone')) phonePlans();
    if (names.has('person-name') || names.has('place')) readEnglish();
  } catch (cause) {
    if (cause instanceof GateError) throw cause;
    throw new GateError(
      'detector',
      'What the detectors of a policy need cannot be loaded: a package is missing or damaged. Install the gateway again.',
      {},
      { cause },
    );
  }
}
