import type { DecidedAgain } from '@vectorgate/policy-schema/again';
import type { AskedAgain, Today } from '@vectorgate/policy-schema/analyse';
import { troubleOf } from '../errors/trouble.ts';
import type { AskGateway } from './gateway-records.ts';
import type { TodayAnswer } from './today-answer.ts';

/** Decides by the policies where the editor is; `named` are files of the rules that decided then, as the gateway names them. */
export type DecideHere = (
  asked: AskedAgain,
  named: readonly string[],
) => Promise<{ readonly decided: DecidedAgain } | { readonly cannot: string }>;

/**
 * What the policies in force at a gateway say today of a record, and those where the editor is. `gateway` is its name for
 * people; without `here` the gateway alone is asked.
 */
export async function askToday(
  record: string,
  ask: AskGateway,
  gateway: string,
  here?: DecideHere,
): Promise<readonly TodayAnswer[]> {
  const today = (await ask(`/records/${record}/today`)) as Today;
  const by = `In force at ${gateway}`;
  const { decided, reason = 'The gateway does not say why not.' } = today;
  const first: TodayAnswer = decided === null ? { by, cannot: reason } : { by, decided };
  if (today.ask === null || here === undefined) return [first];
  // In JSON an endless number of records is null.
  const operations = today.ask.operations.map((one) => ({ ...one, records: one.records ?? Infinity }));
  const named = (decided?.before?.rules ?? []).flatMap(({ file }) => file ?? []);
  const asked = { ask: { ...today.ask, operations }, recorded: today.decision, instant: Date.now() };
  const own = await decideHere(() => here(asked, named));
  return [first, { by: 'The policies here, as they stand in the editor', ...own }];
}

/** Whatever goes wrong here, what the gateway said stands. */
async function decideHere(decide: () => ReturnType<DecideHere>): ReturnType<DecideHere> {
  try {
    return await decide();
  } catch (error) {
    const { message } = troubleOf(error);
    return { cannot: `It cannot be decided here: ${message}` };
  }
}
