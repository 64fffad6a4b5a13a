import { GateError } from '../../errors/gate-error.ts';

const aside =
  'Nothing was changed. Restore the folder from a copy that has them; or, to begin a new log, move the data folder aside, and keep it with the checkpoints as evidence.';

/** The log has fewer records than somebody signed. */
export const rolledBack = (folder: string, signed: number, records: number, where: string): GateError =>
  new GateError(
    'records-rolled-back',
    `VectorGate cannot start: the record log in ${folder} has ${records} records, and a checkpoint ${where} was signed for ${signed}. Records that were signed are gone. ${aside}`,
    { folder, signed, records },
  );

/** The log has other records than somebody signed. */
export const rewritten = (folder: string, size: number, where: string): GateError =>
  new GateError(
    'records-rewritten',
    `VectorGate cannot start: the first ${size} records of the log in ${folder} are not those for which a checkpoint ${where} was signed. ${aside}`,
    { folder, size },
  );

/** What lies beside the records to prove them cannot be used. */
export const evidenceDamaged = (folder: string, what: string): GateError =>
  new GateError(
    'evidence-damaged',
    `VectorGate cannot start: ${what} in ${folder}. Nothing was changed. Restore the file from a copy, or from where checkpoints are published.`,
    { folder },
  );

/** The second place for checkpoints cannot be used. */
export const cannotPublish = (place: string, reason: string, remedy: string, cause?: unknown): GateError =>
  new GateError(
    'checkpoints-unpublished',
    `VectorGate cannot start: checkpoints cannot be published to ${place}: ${reason}. ${remedy}`,
    { place, reason },
    { cause },
  );
