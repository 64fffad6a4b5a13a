import { type CallBody, differences } from './body/differences.ts';
import type { RecordedStep } from './recorded-step.ts';

/** A call as it comes to the sandbox. */
export interface AskedCall {
  readonly connection: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: CallBody;
}

/** What the recording has to a call. */
export type Found =
  /** `again`: each recorded answer to it was given already, and the last one is given once more. */
  | { readonly step: RecordedStep; readonly again: boolean }
  /** Why there is none, naming the closest recorded step and what differs. */
  | { readonly missing: string; readonly closest?: RecordedStep };

/**
 * What was recorded, asked call by call. The same call is answered in the order in which it was recorded; when it is asked
 * more often, a read gets the last answer once more, and a change none, as nobody knows what the store would have said.
 */
export class Recording {
  readonly steps: readonly RecordedStep[];
  readonly #byLine: ReadonlyMap<string, readonly RecordedStep[]>;
  readonly #asked = new Set<RecordedStep>();

  constructor(steps: readonly RecordedStep[]) {
    this.steps = steps;
    const known = steps.filter(({ line }) => line !== undefined);
    this.#byLine = Map.groupBy(known, ({ connection, line }) =>
      lineKey(connection, line!.method, line!.target),
    );
  }

  /** Whether a step was asked for. */
  wasAsked(step: RecordedStep): boolean {
    return this.#asked.has(step);
  }

  find({ connection, method, target, body }: AskedCall): Found {
    const alike = this.#byLine.get(lineKey(connection, method, target)) ?? [];
    const differs = (step: RecordedStep): readonly string[] => differences(step.body!, body);
    // In order, the next one is the first that was not asked for: so few are compared.
    const next = alike.find((step) => !this.#asked.has(step) && differs(step).length === 0);
    if (next !== undefined) return this.#take(next, false);
    const last = alike.findLast((step) => this.#asked.has(step) && differs(step).length === 0);
    if (last !== undefined && !last.changes) return this.#take(last, true);
    if (last !== undefined) {
      const times = alike.filter((step) => differs(step).length === 0).length;
      return {
        missing: `it is asked more often than it was recorded (${times === 1 ? 'once' : `${times} times`}, step ${last.number})`,
        closest: last,
      };
    }
    const closest = leastBy(alike, (step) => differs(step).length);
    if (closest !== undefined)
      return { missing: `closest is ${named(closest)}, which differs in ${list(differs(closest))}`, closest };
    const other = leastBy(
      this.steps.filter((step) => step.line !== undefined && step.connection === connection),
      (step) => -likeness(step.line!, { method, target }),
    );
    if (other === undefined) return { missing: `nothing of ${connection} was recorded` };
    return {
      missing: `closest is ${named(other)}, which differs in its ${other.line!.method === method ? 'address' : 'method'}`,
      closest: other,
    };
  }

  #take(step: RecordedStep, again: boolean): Found {
    this.#asked.add(step);
    if (step.missing !== undefined)
      return {
        missing: `it is step ${step.number}, which cannot be answered: ${step.missing}`,
        closest: step,
      };
    return { step, again };
  }
}

const named = ({ number, asked }: RecordedStep): string => `step ${number} (${asked})`;

const list = (places: readonly string[]): string =>
  places.length < 2 ? places.join('') : `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;

const leastBy = <Item>(items: readonly Item[], size: (item: Item) => number): Item | undefined => {
  let least: Item | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const found = size(item);
    if (found >= smallest) continue;
    least = item;
    smallest = found;
  }
  return least;
};

const pathOf = (target: string): string => target.split('?')[0] ?? '';

/** How many segments two addresses have alike, from the front and at the end; the same method counts most. */
function likeness(
  one: { readonly method: string; readonly target: string },
  other: { readonly method: string; readonly target: string },
): number {
  const [these, those] = [pathOf(one.target).split('/'), pathOf(other.target).split('/')];
  const alike = these.filter((segment, at) => segment === those[at]).length;
  return alike + (these.at(-1) === those.at(-1) ? 1 : 0) + (one.method === other.method ? 2 : 0);
}

/** The same for addresses that say the same: parameters in any order, characters written as they are or by their codes. */
function lineKey(connection: string, method: string, target: string): string {
  const [path = '', ...query] = target.split('?');
  const segments = path.split('/').map(decoded);
  const parameters = [...new URLSearchParams(query.join('?'))].toSorted(([a], [b]) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  return JSON.stringify([connection, method, segments, parameters]);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
