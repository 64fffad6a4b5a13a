import { GateError } from '../errors/gate-error.ts';
import { ApiError } from './api-error.ts';

const tell = 'Tell the platform team: the gateway’s log names the place.';

/** What of the records can be in trouble, by the code of its error. Which file and byte is for the log. */
const troubles: Readonly<Record<string, readonly [status: number, message: string, next: string]>> = {
  'record-damaged': [500, 'This record is damaged: it is not what was written.', tell],
  'record-removed': [
    410,
    'This record is gone: it was past the time for which records are kept.',
    'Ask again for what is there now.',
  ],
  'leaves-damaged': [500, 'Records differ from what was signed.', tell],
  'session-key-damaged': [500, 'The key of this session is damaged: its content cannot be opened.', tell],
  'recording-impossible': [
    503,
    'Nothing was done or shown: that cannot be recorded now.',
    'Try again once records can be written; /healthz says why they cannot.',
  ],
  'session-key-missing': [
    500,
    'The key of this session is gone, and nobody had it forgotten: its content cannot be opened.',
    'Tell the platform team: the gateway’s log names the session, and a copy of the keys folder may have it.',
  ],
  'session-forgotten': [
    409,
    'This session was forgotten: nothing can be written beside it any more.',
    'Write beside another.',
  ],
  'export-too-large': [
    413,
    'That is more than one export takes: 100,000 decisions.',
    'Narrow the query, by time for instance, and export in pieces.',
  ],
  'not-signed': [
    501,
    'Nothing signs the records of this gateway, so no archive of them can be made.',
    'Take format=jsonl, or have checkpoints configured.',
  ],
  'disk-low': [
    507,
    'The gateway has no room on its disk for this archive.',
    'Narrow the query, leave out bodies, or tell the platform team.',
  ],
  'index-unavailable': [503, 'Records cannot be listed now: their index cannot be written.', tell],
};

/** An error of the records in the API's words; undefined for any other. */
export function recordsTrouble(error: unknown): ApiError | undefined {
  if (!(error instanceof GateError)) return undefined;
  const known = troubles[error.code];
  return known && new ApiError(known[0], error.code, known[1], known[2]);
}
