import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';

/** What every refusal of one operation begins with. */
export interface RefusalBase {
  readonly operation: Operation;
  readonly index: number;
  readonly connection: string;
  readonly target: Target;
}

/** The target of an operation that has none. */
export const nowhere: Target = {
  tenant: { is: 'none' },
  database: { is: 'none' },
  namespace: { is: 'none' },
  collection: { is: 'none' },
};
