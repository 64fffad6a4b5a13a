import {
  type ComparedRow,
  comparedSteps,
  compareSessions,
  rowKind,
  type SessionsCompared,
} from '@vectorgate/replay-ui/compare';
import { gatewayRecords, type RecordHeader } from '@vectorgate/replay-ui/host';
import { type Step, stepsOf } from '@vectorgate/replay-ui/records';
import type { GatewayApi } from '../api/gateway-api.ts';
import { texts } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { placeOfText } from '../links/session-link.ts';
import type { Terminal } from '../output/terminal.ts';
import { comparisonText, type StepNumbers } from '../replay/comparison-text.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

export interface CompareOptions extends CommonOptions {
  /** Also the steps that clients take by themselves. */
  readonly handshakes?: boolean;
}

/** `vectorgate sessions compare BEFORE NOW`: the steps of two sessions beside each other, and in what they differ. */
export async function sessionsCompare(
  named: readonly [before: string, now: string],
  options: CompareOptions,
  terminal: Terminal,
): Promise<void> {
  const [first, second] = named.map((one) => placeOfText(one)?.session ?? one) as [string, string];
  if (first === second)
    throw new ClientError(
      'comparison-unclear',
      'A session is compared with another one, and both names are of the same.',
      'Look for others in: vectorgate sessions list',
    );
  const api = await signedInApi(options, terminal);
  const reviewer = texts((await api.me()).reviews).length > 0;
  const whole = [await stepsAt(api, reviewer, first), await stepsAt(api, reviewer, second)] as const;
  const shown = comparedSteps(...whole, options.handshakes === true);
  const compared = compareSessions(...shown);
  const numbers = new Map(whole.flatMap(numbered));
  print(terminal, options, asJson(compared, [first, second], numbers), () =>
    comparisonText(compared, [whole[0][0], whole[1][0]], numbers, terminal),
  );
}

/** The number of each step, as `sessions show` counts them. */
const numbered = (steps: readonly Step[]): readonly (readonly [string, number])[] =>
  steps
    .map(({ header }) => header.id)
    .sort()
    .map((id, at) => [id, at + 1] as const);

/** All steps of a session. */
async function stepsAt(api: GatewayApi, reviewer: boolean, session: string): Promise<readonly Step[]> {
  const records = gatewayRecords((path) => api.recorded(path), reviewer);
  const headers: RecordHeader[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await records.listRecords({ session, ...(cursor !== undefined && { cursor }) });
    headers.push(...page.items);
    // A page that leads to itself would be asked for without an end.
    if (page.next === undefined || page.next === cursor) return stepsOf(headers);
    cursor = page.next;
  }
}

function asJson(
  { rows, counts, before, now, best }: SessionsCompared,
  [first, second]: readonly [string, string],
  numbers: StepNumbers,
): unknown {
  const step = (one: Step | undefined) =>
    one && { step: numbers.get(one.header.id), record: one.header.id, effect: one.mark.kind };
  return {
    before: { session: first, ...before },
    now: { session: second, ...now },
    counts,
    best,
    rows: rows.map((row: ComparedRow) => ({
      kind: rowKind(row),
      differs: row.differs,
      before: step(row.before),
      now: step(row.now),
    })),
  };
}
