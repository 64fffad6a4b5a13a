import type { GatewayApi } from '../api/gateway-api.ts';
import { text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { placeOfText } from '../links/session-link.ts';
import { storyOf } from '../replay/story.ts';

type Json = Readonly<Record<string, unknown>>;

/** The session of that id; undefined when there is none. */
const sessionOr = (api: GatewayApi, id: string): Promise<Json | undefined> =>
  api.session(id).catch((error: unknown) => {
    if (error instanceof ClientError && error.code === 'not-found') return undefined;
    throw error;
  });

/**
 * What a person names: a record, by the id that a refusal ends with, a link of an editor's, or the number of a step of a
 * session; or a session as a whole. Throws `ClientError` code `not-found`.
 */
export async function recordNamed(
  api: GatewayApi,
  named: string,
  step: number | undefined,
): Promise<{ readonly record: Json } | { readonly session: Json }> {
  const { session: id, record } = placeOfText(named) ?? { session: named };
  const session = record === undefined ? await sessionOr(api, id) : undefined;
  // Refusals end with the id of a decision, not of a session.
  if (session === undefined) return { record: await api.record(record ?? id) };
  if (step === undefined) return { session };
  const { steps } = storyOf(session);
  const found = steps[step - 1];
  if (found === undefined)
    throw new ClientError(
      'not-found',
      `The session has no step ${step}.`,
      `Give a number from 1 to ${steps.length}.`,
    );
  return { record: await api.record(text(found.id)) };
}
