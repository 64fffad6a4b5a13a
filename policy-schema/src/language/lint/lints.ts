import { conditions } from './conditions.ts';
import { contraryFilters } from './contrary-filters.ts';
import { documents } from './documents.ts';
import { entries } from './entries.ts';
import { fields } from './fields.ts';
import { filters } from './filters.ts';
import type { Lint } from './lint.ts';
import { names } from './names.ts';
import { notHit } from './not-hit.ts';
import { permits } from './permits.ts';
import { protections } from './protections.ts';
import { reachable } from './reachable.ts';
import { restrictions } from './restrictions.ts';
import { sameDatabase } from './same-database.ts';
import { singleRules } from './single-rules.ts';
import { traps } from './traps.ts';
import { unlimited } from './unlimited.ts';
import { vectors } from './vectors.ts';

/** All lints. */
export const lints: readonly Lint[] = [
  names,
  fields,
  singleRules,
  entries,
  traps,
  conditions,
  permits,
  restrictions,
  reachable,
  filters,
  contraryFilters,
  sameDatabase,
  protections,
  vectors,
  unlimited,
  documents,
  notHit,
];
