interface Misplaced {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const grants: Misplaced = {
  code: 'grants-unsupported',
  message: 'This version has no grants.',
  remedy: 'Remove it: a rule that cannot be enforced is not accepted.',
};

/** Keys that belong to the language but not to this place, or not yet to any: a better answer than "unknown". */
export function misplacedKey(key: string, where: string, effect: string | undefined): Misplaced | undefined {
  if (key === 'grants') return grants;
  if (key === 'rate' && where === 'limits' && effect === 'allow') {
    return {
      code: 'rate-in-permit',
      message: 'A permit has no rate: the caller could go round it by another permit.',
      remedy: 'Put limits: { rate: … } into a guard for the same resources.',
    };
  }
  if (key === 'onExceed' && where === 'limits' && effect === 'allow') {
    return {
      code: 'key-not-for-effect',
      message: 'onExceed belongs to a guard.',
      remedy: 'Put the limit with onExceed into a guard.',
    };
  }
  if (key === 'pattern' || key === 'patterns') {
    return {
      code: 'pattern-misplaced',
      message: 'Patterns stand under spec.patterns, each with a name.',
      remedy: 'Put it there, and its name into detectors: [NAME].',
    };
  }
  if (where !== 'the rule' || effect === undefined) return undefined;
  if (key === 'schedule') {
    return {
      code: 'unknown-key',
      message: 'schedule is not a key of the rule: this version has no time windows.',
      remedy: 'Remove it.',
    };
  }
  if (key === 'expires') {
    return {
      code: 'expires-not-permit',
      message: 'Only a permit may expire.',
      remedy: 'Remove expires, and the rule when its time has come.',
    };
  }
  if (key === 'mask' || key === 'approval' || key === 'limits' || key === 'require') {
    const other = key === 'approval' ? 'require-approval' : 'guard';
    const message = `${key} is not for effect ${effect}.`;
    return { code: 'key-not-for-effect', message, remedy: `Put it into a rule with effect ${other}.` };
  }
  return undefined;
}
