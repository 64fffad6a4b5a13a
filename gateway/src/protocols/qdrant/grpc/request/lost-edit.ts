import { GateError } from '../../../../errors/gate-error.ts';

/** An edit of a request that cannot be made in its message: the request is not sent. A mistake of ours. */
export const lostEdit = (place: string): GateError =>
  new GateError('edit-lost', 'an edit of a request has no counterpart in its message', { place });
