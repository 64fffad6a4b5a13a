import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { type Access, accessBy } from './access.ts';
import type { Bound, Given } from './bound.ts';

const whole: Given = {
  ...{ topK: Infinity, page: Infinity, records: Infinity, until: Infinity },
  ...{ filter: [], when: undefined },
};

/** What says how much may be asked for does not bind whoever looks at what was asked. */
const isLimit = ({ is }: Bound): boolean => is === 'limit' || is === 'lower' || is === 'rate';

/**
 * What somebody is shown of recorded operations, by permits to review and all that binds. Until when and under which
 * condition one may review is told of the class `review` itself.
 */
export function reviewAccess(rules: readonly CompiledRule[]): Access {
  const access = accessBy(rules, { search: false, scan: false });
  return {
    ...access,
    given: access.given.length > 0 ? [whole] : [],
    ...{ lowered: Infinity, asked: Infinity, rates: [] },
    conditional: access.conditional.filter(({ bound }) => !isLimit(bound)),
  };
}
