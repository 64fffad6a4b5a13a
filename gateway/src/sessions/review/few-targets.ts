import { every, type Target } from '@vectorgate/policy-schema';

/** Targets that a record about records names one by one. */
const most = 100;

/** The targets; of a great many none by its name, but all there are. */
export const fewTargets = (targets: readonly Target[]): readonly Target[] =>
  targets.length > most ? [{ tenant: every, database: every, namespace: every, collection: every }] : targets;
