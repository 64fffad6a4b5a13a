import { decide, type Identity, masksAbout, type PolicySet } from '@vectorgate/policy-schema';
import { pino } from 'pino';
import type { RecordDraft } from '../../sessions/record.ts';
import type { Gate } from '../gate.ts';
import { RateLedger } from '../rate-ledger.ts';
import { Refusal } from '../refusal.ts';
import { RefusalBudget } from '../refusal-budget.ts';

/** A gate whose callers are those of a test, each by the token that is its name, and whose records go to `records`. */
export const testGate = (
  set: PolicySet,
  people: Readonly<Record<string, Identity>>,
  records: RecordDraft[],
): Gate => ({
  verifier: {
    verify: async (token) => {
      const identity = people[token];
      if (identity === undefined)
        throw new Refusal('unauthenticated', 'signed-out', 'you are not signed in.', 'Sign in.');
      return { identity, expires: 2 ** 40 };
    },
  },
  decide: (input) => decide(set, input),
  masksAbout: (input) => masksAbout(set, input),
  recorder: {
    append: async (draft) => {
      records.push(draft);
    },
    sessionFor: () => 'session',
    health: () => ({ ok: true }),
    close: async () => {},
  },
  rates: new RateLedger(),
  refusals: new RefusalBudget(2 ** 30, () => undefined),
  observe: () => {},
  log: pino({ level: 'error' }, pino.destination(2)),
  now: () => Date.now(),
});
