import type { CheckedArchive } from '../../archive/archive-messages.ts';
import type { Trouble } from '../../errors/trouble.ts';

/** How far the verification of an archive is. */
export type Checking =
  | { readonly state: 'running'; readonly records: number }
  | { readonly state: 'stopped'; readonly records: number }
  | { readonly state: 'failed'; readonly trouble: Trouble }
  | { readonly state: 'done'; readonly report: CheckedArchive };
