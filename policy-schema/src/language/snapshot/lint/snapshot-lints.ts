import type { Lint } from '../../lint/lint.ts';
import { contradictions } from './contradictions.ts';
import { namesTaken } from './names-taken.ts';
import { stale } from './stale.ts';
import { unread } from './unread.ts';

/** All lints of snapshots. */
export const snapshotLints: readonly Lint[] = [namesTaken, contradictions, stale, unread];
