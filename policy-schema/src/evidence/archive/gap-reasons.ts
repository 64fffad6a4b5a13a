/** Why a part is not in an archive, where that is no matter of who had it exported: sentences for people, known again by readers. */
export const gapReasons = {
  leftOut: 'It was left out of this export.',
  forgotten: 'The session was forgotten: its key was destroyed, and nobody can read this any more.',
  damaged: 'It cannot be read: the file is damaged or cut short.',
} as const;
