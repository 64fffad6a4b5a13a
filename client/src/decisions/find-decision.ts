/** What VectorGate said in the output of a cell. */
export interface FoundInOutput {
  /** `signed-out` has no decision: there is nobody whose it could be. */
  readonly kind: 'refused' | 'notice' | 'signed-out';
  /** ULID, or undefined where the text has none. */
  readonly decision: string | undefined;
}

// Made from a code, as a control character in an expression reads like an accident.
const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const ulid = /\bDecision ([0-7][0-9A-HJKMNP-TV-Z]{25})\b/g;

/**
 * What the last text of VectorGate's in a cell's output says. `errors` are messages and tracebacks, `streams` what was
 * printed. A refusal goes before a notice.
 */
export function findDecision(
  errors: readonly string[],
  streams: readonly string[],
): FoundInOutput | undefined {
  for (const [texts, kind] of [
    [errors, 'refused'],
    [streams, 'notice'],
  ] as const) {
    for (const raw of texts.toReversed()) {
      const text = raw.replace(colours, '');
      // What follows the last of our lines: a notebook may print ids of its own.
      const ours = text.lastIndexOf('VectorGate: ');
      if (ours < 0) continue;
      const said = text.slice(ours, ours + 4_000);
      const decision = [...said.matchAll(ulid)].at(0)?.[1];
      if (decision !== undefined) return { kind, decision };
      if (kind === 'refused')
        return {
          kind: /not signed in|session has ended|sign in/i.test(said) ? 'signed-out' : 'refused',
          decision,
        };
    }
  }
  return undefined;
}
