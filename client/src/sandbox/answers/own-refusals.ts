import type { SandboxRefusal } from './sandbox-refusal.ts';

/** Said of a name that no store of the recording has. */
export const unknownName = 'the sandbox holds no store under this name.';

/** Said to whoever has no key. */
export const noKey: SandboxRefusal = {
  kind: 'unauthenticated',
  what: 'this sandbox answers only to the program that it was started for.',
  next: 'Start the program by: vectorgate sessions sandbox',
};

/** Said of a call that has no answer. */
export const notRecorded = (why: string): SandboxRefusal => ({
  kind: 'forbidden',
  what: `not in the recording: ${why.replace(/\.$/, '')}.`,
  next: 'A sandbox asks no store.',
});
