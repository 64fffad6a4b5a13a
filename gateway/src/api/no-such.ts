import { ApiError } from './api-error.ts';

/** The answer for what is not there and for what is somebody else’s: nobody learns which. */
export const noSuch = (what: 'session' | 'record'): ApiError =>
  new ApiError(
    404,
    'not-found',
    `There is no such ${what}, or it is somebody else’s.`,
    'Look for it in the list of your sessions.',
  );
