import type { ReturnTarget } from '../return-target.ts';
import { page } from './page.ts';

/** Says why a sign-in is not sent where it was asked to go, and what can be done. */
export function unknownEditorPage(target: Extract<ReturnTarget, { ok: false }>): string {
  const { origin, misses } = target;
  const title = 'Your editor is not known here';
  if (origin === undefined)
    return page(title, [
      'The address of your editor did not come along, or cannot be read.',
      'Close this window and start the sign-in again from the editor.',
    ]);
  if (misses === 'callback')
    return page(title, [
      `The sign-in was to go to a page of ${origin} at which no extension of ours takes sign-ins.`,
      'Close this window and start the sign-in again from VectorGate’s panel in your editor.',
    ]);
  return page(title, [
    `Your editor runs at ${origin}, and this gateway does not send sign-ins there, or not to this path.`,
    `If it should, an administrator adds ${origin} to editorOrigins in vectorgate.yaml and restarts the gateway.`,
  ]);
}
