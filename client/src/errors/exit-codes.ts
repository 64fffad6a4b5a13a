/** What `vectorgate` ends with. */
export const exitCodes = {
  fine: 0,
  /** Something failed, or a policy has errors. */
  trouble: 1,
  /** The command line was not understood. */
  usage: 2,
  /** Nobody is signed in, signing in failed, or a token source of a workload gives none. */
  signedOut: 3,
  /** The gateway refused, or knows no such thing that you may see. */
  refused: 4,
  /** The gateway does not answer. */
  unreachable: 5,
  /** Policies give somebody more, or may; or a replay finds what it was told to fail on, a sandbox a call that was not recorded. */
  widened: 6,
  /** The command of `run` cannot be started, as shells have it. */
  noCommand: 127,
} as const;
