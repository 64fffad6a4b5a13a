import { GateError } from '../errors/gate-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the limit on the size of files is reached',
  EROFS: 'the file system is read-only',
  EACCES: 'the permission is missing',
  EPERM: 'the permission is missing',
  ENOENT: 'the folder is gone',
  ENOTDIR: 'the folder is gone',
  ESTALE: 'the folder is gone',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** A failed file operation in words: for `health()`, refusals and the log. */
export function failureReason(cause: unknown): string {
  if (cause instanceof GateError && typeof cause.detail.reason === 'string') return cause.detail.reason;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return (
    (code !== undefined && reasons[code]) ||
    `a file operation failed${code === undefined ? '' : ` (${code})`}`
  );
}

/**
 * The error with which an append rejects: nothing was recorded, so the operation is to be refused (invariant 4).
 * `detail.reason` says why in a few words; the folder is in the log, not in the text, which callers may see.
 */
export function recordingImpossible(cause: unknown): GateError {
  const reason = failureReason(cause);
  return new GateError(
    'recording-impossible',
    `The record cannot be written: ${reason}.`,
    { reason },
    { cause },
  );
}
