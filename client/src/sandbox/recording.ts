import type { CallBody } from './body/call-body.ts';
import { differences } from './body/differences.ts';
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
  /** Those that were not asked for yet, by what was sent. */
  readonly #waiting = new Map<string, RecordedStep[]>();
  /** The last one that was asked for of each, and those before it. */
  readonly #done = new Map<string, RecordedStep[]>();
  readonly #asked = new Set<RecordedStep>();

  constructor(steps: readonly RecordedStep[]) {
    this.steps = steps;
    const known = steps.filter(({ line }) => line !== undefined);
    this.#byLine = Map.groupBy(known, lineOf);
    for (const step of known) push(this.#waiting, keyOf(step), step);
  }

  /** Whether a step was asked for. */
  wasAsked(step: RecordedStep): boolean {
    return this.#asked.has(step);
  }

  find({ connection, method, target, body }: AskedCall): Found {
    const line = lineKey(connection, method, target);
    const isSame = (step: RecordedStep): boolean => differences(step.body!, body).length === 0;
    const keys = this.#byLine.has(line) ? body.soughtKeys.map((key) => line + key) : [];
    const first = keys.flatMap((key) => this.#waiting.get(key)?.find(isSame) ?? []);
    const next = leastBy(first, ({ number }) => number);
    if (next !== undefined) return this.#take(next);
    const before = keys.flatMap((key) => this.#done.get(key)?.findLast(isSame) ?? []);
    const last = leastBy(before, ({ number }) => -number);
    if (last !== undefined && last.answer !== undefined && !last.changes) return { step: last, again: true };
    if (last !== undefined)
      return {
        missing: last.missing === undefined ? tooOften(last) : unanswered(last, last.missing),
        closest: last,
      };
    return this.#closest(line, { connection, method, target, body });
  }

  #take(step: RecordedStep): Found {
    const key = keyOf(step);
    const waiting = this.#waiting.get(key) ?? [];
    waiting.splice(waiting.indexOf(step), 1);
    push(this.#done, key, step);
    this.#asked.add(step);
    return step.answer === undefined
      ? { missing: unanswered(step, step.missing ?? ''), closest: step }
      : { step, again: false };
  }

  #closest(line: string, { connection, method, target, body }: AskedCall): Found {
    const alike = this.#byLine.get(line) ?? [];
    // The next ones first: a program that was changed goes on where it is.
    const next = alike.filter((step) => !this.#asked.has(step)).slice(0, mostCompared);
    const few = next.length > 0 ? next : alike.slice(-mostCompared);
    const closest = leastBy(few, (step) => differences(step.body!, body).length);
    if (closest !== undefined)
      return {
        missing: `closest is ${named(closest)}, which differs in ${list(differences(closest.body!, body))}`,
        closest,
      };
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
}

/** So many calls to one address are looked through for the closest one. */
const mostCompared = 500;

const lineOf = ({ connection, line }: RecordedStep): string =>
  lineKey(connection, line?.method ?? '', line?.target ?? '');

const keyOf = (step: RecordedStep): string => lineOf(step) + (step.body?.key ?? '');

function push(map: Map<string, RecordedStep[]>, key: string, step: RecordedStep): void {
  const kept = map.get(key);
  if (kept === undefined) map.set(key, [step]);
  else kept.push(step);
}

const unanswered = ({ number }: RecordedStep, why: string): string =>
  `it is step ${number}, which cannot be answered: ${why}`;

const tooOften = ({ number }: RecordedStep): string =>
  `it is asked more often than it was recorded (the last time at step ${number})`;

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
