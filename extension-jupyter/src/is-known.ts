import type { Watched } from './on-other-person.ts';

/** Resolves once the server told who is signed in, if anybody is. */
export function isKnown(model: Watched): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (model.status === undefined) return;
    model.changed.disconnect(look);
    resolve();
  };
  model.changed.connect(look);
  look();
  return promise;
}
