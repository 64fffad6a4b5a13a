import type { PolicyEnvironment } from '@vectorgate/policy-schema';
import { type DriftedRule, ruleDrift } from '@vectorgate/policy-schema/analyse';
import { loaded } from './comparison.ts';
import type { PolicyTexts } from './policy-texts.ts';

/** How policies differ from those that a gateway has in force. */
export interface Drift {
  /** Texts are alike, to the byte and by their names. */
  readonly same: boolean;
  /** Rules that mean or say something else; none where only comments, order or files differ. */
  readonly rules: readonly DriftedRule[];
}

/** Compares policies with those in force. Throws `ClientError` when either does not load. */
export function driftOf(inForce: PolicyTexts, here: PolicyTexts, environment?: PolicyEnvironment): Drift {
  const textOf = (files: PolicyTexts): string => JSON.stringify(files.map(({ path, text }) => [path, text]));
  if (textOf(inForce) === textOf(here)) return { same: true, rules: [] };
  return {
    same: false,
    rules: ruleDrift(
      loaded(inForce, 'The policies in force', environment),
      loaded(here, 'The policies here', environment),
    ),
  };
}
