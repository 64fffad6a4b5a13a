import { type EvidenceEvent, evidenceEvent } from '../evidence-event.ts';
import { isCanonical } from '../log/is-canonical.ts';

/** What a verifier takes from a record's header. */
export interface HeaderFacts {
  readonly id: string;
  readonly session: string;
  readonly time: string;
  readonly event: EvidenceEvent | undefined;
  /** The whole header. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** A text when the header is none that a gateway writes: what is wrong with it. */
export function headerFacts(header: Uint8Array): HeaderFacts | string {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
    value = JSON.parse(text);
  } catch {
    return 'its header is no JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'its header is no JSON object';
  try {
    if (!isCanonical(text, value)) return 'its header is not in canonical form';
  } catch {
    return 'its header is nested too deeply';
  }
  const all: Readonly<Record<string, unknown>> = { ...value };
  const { id, session, time, evidence } = all;
  // Ids become parts of paths and of what people read: they are nothing but ids.
  if (!isId(id) || !isId(session) || typeof time !== 'string')
    return 'its header lacks an id, a session or a time';
  return { id, session, time, event: evidenceEvent(evidence), value: all };
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(value);
