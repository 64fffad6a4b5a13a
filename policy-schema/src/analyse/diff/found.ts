import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { ClassCase } from '../regions/class-groups.ts';
import type { Facts } from '../regions/cover.ts';
import type { PlaceCase } from '../regions/place-cases.ts';
import type { WhoCases } from '../regions/who-cases.ts';
import type { Change } from './change.ts';

/** One difference in one place, before what is alike is put together. */
export interface Found {
  readonly change: Change;
  readonly rules: readonly CompiledRule[];
  readonly places: readonly PlaceCase[];
  /** What the operation is: of some classes, or one that permits imply. */
  readonly what: ClassCase | 'connect' | 'describe';
  readonly who: WhoCases;
  readonly whom: readonly Facts[];
  readonly exact: boolean;
}
