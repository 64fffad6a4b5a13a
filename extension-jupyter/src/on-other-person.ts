import type { ISignal } from '@lumino/signaling';
import type { Status } from './server/status.ts';

/** What tells who is signed in. */
export interface Watched {
  readonly status: Pick<Status, 'gateway' | 'signedIn' | 'who'> | undefined;
  readonly changed: Pick<ISignal<unknown, void>, 'connect' | 'disconnect'>;
}

/**
 * Calls back once whoever was signed in is so no longer, or at another gateway: what they were shown is nobody else's to
 * see.
 * @returns what ends that
 */
export function onOtherPerson(model: Watched, other: () => void): () => void {
  let who: string | undefined;
  const look = (): void => {
    const { status } = model;
    const identity = status?.who?.identity;
    const now = identity && `${status?.gateway} ${identity.issuer}:${identity.subject}`;
    // While the gateway is away it is not known who it is: that is nobody else.
    if (now === who || (now === undefined && status?.signedIn !== false)) return;
    const was = who;
    who = now;
    if (was !== undefined) other();
  };
  model.changed.connect(look);
  look();
  return () => void model.changed.disconnect(look);
}
