import type { PartName } from '../record.ts';

/** The order in which a record's parts are stored and listed. */
export const partNames: readonly PartName[] = ['decision', 'operations', 'request', 'response'];
