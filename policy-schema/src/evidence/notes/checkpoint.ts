import type { TreeHead } from '../tree/verify-consistency.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { parseNote, type SignedNote } from './signed-note.ts';
import { isKeyName } from './verifier-key.ts';

/** A signed tree head (C2SP tlog-checkpoint): this log had this root when it had so many records. */
export interface Checkpoint extends TreeHead {
  /** Which log; also the name of its keys. */
  readonly origin: string;
}

/** A checkpoint as somebody signed it. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: SignedNote;
}

/** The text that is signed. Without extension lines: the same tree has the same text, whenever it is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Undefined when the note is no checkpoint, or none that this gateway signs. */
export function parseCheckpoint(text: string): SignedCheckpoint | undefined {
  const note = parseNote(text);
  const [origin = '', digits = '', encoded = '', end, ...more] = note?.text.split('\n') ?? [];
  const root = fromBase64(encoded);
  if (note === undefined || end !== '' || more.length > 0 || !isKeyName(origin) || root?.length !== 32)
    return undefined;
  if (!/^(0|[1-9]\d{0,15})$/.test(digits) || !Number.isSafeInteger(Number(digits))) return undefined;
  return { origin, size: Number(digits), root, note };
}
