import type { PolicyFile } from '../compile/compile-policies.ts';
import type { PlacedProblem } from '../compile/problem.ts';
import type { Catalogue } from '../language/catalogue.ts';
import { readSnapshot } from '../language/snapshot/read-snapshot.ts';
import { catalogueOf } from './catalogue-of.ts';

/** What a snapshot says, by the same check that editors show; or what keeps it from being read. */
export function catalogueOfText(
  file: PolicyFile,
):
  | { readonly catalogue: Catalogue; readonly problems?: undefined }
  | { readonly catalogue?: undefined; readonly problems: readonly PlacedProblem[] } {
  // Of a large gateway it is larger than anything that a person writes.
  const { problems, written } = readSnapshot(file, undefined, Number.POSITIVE_INFINITY);
  const catalogue = written && catalogueOf(written);
  return catalogue === undefined ? { problems } : { catalogue };
}
