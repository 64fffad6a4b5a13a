import type { HttpRequest } from '../engines/http/http-message.ts';
import type { JsonDocument } from '../json/json-node.ts';
import { JsonReadError } from '../json/json-read-error.ts';
import { readJson } from '../json/read-json.ts';
import { Refusal } from '../pipeline/refusal.ts';

/** A name out of a request, fit to be quoted, or nothing to quote. */
export const quoted = (name: string): string => (/^[\w$#.:-]{1,60}$/.test(name) ? ` ${name}` : '');

/**
 * Reads requests of one store strictly: what could be read in two ways, or is not known, is refused in words that name the
 * store's own client.
 */
export class StrictReading {
  /** Whose requests: `Qdrant’s`. */
  readonly whose: string;

  constructor(whose: string) {
    this.whose = whose;
  }

  /** A request that is not forwarded because it cannot be read for certain. `what` completes "the request was not forwarded: …". */
  readonly unreadable = (
    code: string,
    what: string,
    next = `Send it as ${this.whose} own client does.`,
    cause?: unknown,
  ): Refusal =>
    new Refusal('unreadable', code, `the request was not forwarded: ${what}`, next, {}, { cause });

  /** A field of the body that is not what the store documents. */
  readonly malformed = (name: string, expected: string): Refusal =>
    this.unreadable(
      'malformed-field',
      `${name} is not ${expected}.`,
      `Send ${name} as ${this.whose} own client does.`,
    );

  /** Refuses query parameters that are not `known`, and any that stands twice. */
  parameters({ query }: HttpRequest, known: readonly string[] = []): void {
    const seen = new Set<string>();
    for (const [name] of query) {
      if (!known.includes(name)) {
        throw this.unreadable(
          'unknown-parameter',
          `its address has a parameter${quoted(name)} that is not known.`,
          'Leave the parameter out.',
        );
      }
      if (seen.has(name)) throw this.unreadable('duplicate-parameter', `its address names ${name} twice.`);
      seen.add(name);
    }
  }

  /** Refuses a body where the store reads none: what is not read is not forwarded. */
  noBody({ body }: HttpRequest): void {
    if (body.length === 0) return;
    throw this.unreadable('unexpected-body', 'it has a body, which this operation does not read.');
  }

  /** The JSON text of a request. `vectors`: members of its root below which vectors lie. */
  json({ headers, body }: HttpRequest, vectors: ReadonlySet<string>): JsonDocument {
    const type = headers['content-type'];
    if (type !== undefined && !/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(type))
      throw this.unreadable('content-type', 'its body is not declared as JSON in UTF-8.');
    try {
      return readJson(body, { vectors });
    } catch (error) {
      if (!(error instanceof JsonReadError)) throw error;
      if (error.code === 'json-size') {
        throw this.unreadable(
          error.code,
          `its body is too large to be looked through: ${error.message}.`,
          'Send it in several smaller requests.',
          error,
        );
      }
      throw this.unreadable(
        error.code,
        `its body is no JSON that is read the same everywhere (${error.message}).`,
        undefined,
        error,
      );
    }
  }
}
