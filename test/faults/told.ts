import assert from 'node:assert/strict';

/** An answer of the gate as a caller reads it. */
export interface Told {
  readonly status: number;
  /** Id of the record, when the gate told one. */
  readonly decision: string | undefined;
  readonly body: string;
  /** The gate's message, or the body's beginning. */
  readonly text: string;
  /** Status and first line, for the table. */
  readonly line: string;
}

/** Reads an answer to its end. */
export async function readTold(response: Response): Promise<Told> {
  const body = await response.text();
  let text = body.slice(0, 200);
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === 'string') text = message;
  } catch {
    // Not JSON: told as it is.
  }
  return {
    status: response.status,
    decision: response.headers.get('vectorgate-decision') ?? undefined,
    body,
    text,
    line: `${response.status} ${text.split('\n')[0]}`,
  };
}

/** A refusal must name the thing and the remedy, in two lines, and give nothing of the machine away. */
export function assertReadable({ text, decision }: Told): void {
  assert.match(text, /^VectorGate: .{20,}\.\n.{20,}\.$/s, text);
  assert.doesNotMatch(
    text,
    /\n\s+at |\bE[A-Z]{3,}\b|127\.0\.0\.1|localhost|undefined|error occurred|invalid/,
  );
  // An id that is told can be looked up, and the other way round.
  assert.equal(/Decision ([0-9A-Z]{26})\.$/.exec(text)?.[1], decision);
}
