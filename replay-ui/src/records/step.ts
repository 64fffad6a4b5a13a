import { type EffectMark, effectMark } from './effect-mark.ts';
import type { RecordHeader } from './record-header.ts';

/** One step of a session: a record, with its intent merged into it. */
export interface Step {
  readonly header: RecordHeader;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly mark: EffectMark;
  /** Only of class `meta`: what clients do by themselves before they do what they were asked to. */
  readonly handshake: boolean;
}

const isMeta = (one: string): boolean => one === 'meta';
const onlyMeta = ({ classes }: RecordHeader['operations'][number]): boolean => classes.every(isMeta);

const step = (header: RecordHeader): Step => ({
  header,
  at: Date.parse(header.time),
  mark: effectMark(header),
  handshake: header.operations.length > 0 && header.operations.every(onlyMeta),
});

/**
 * Whether ids only rise, or only fall, so that none is there twice. So they mostly come, and that is sooner seen than a
 * hundred thousand of them stand in a map.
 */
function areInOrder(headers: readonly RecordHeader[]): boolean {
  const rises = headers.length < 2 || headers[0]!.id < headers[1]!.id;
  for (let at = 1; at < headers.length; at++) {
    const [before, id] = [headers[at - 1]!.id, headers[at]!.id];
    if (before === id || before < id !== rises) return false;
  }
  return true;
}

/** Each record once: of an intent and its outcome the outcome. */
function onceEach(headers: readonly RecordHeader[]): readonly RecordHeader[] {
  if (areInOrder(headers)) return headers;
  const byId = new Map<string, RecordHeader>();
  for (const header of headers)
    if (header.kind === 'outcome' || !byId.has(header.id)) byId.set(header.id, header);
  return [...byId.values()];
}

/** The steps of a session in the order of time; of an intent and its outcome the outcome stays. */
export const stepsOf = (headers: readonly RecordHeader[]): readonly Step[] =>
  onceEach(headers)
    .map(step)
    .sort((a, b) => a.at - b.at || (a.header.id < b.header.id ? -1 : a.header.id > b.header.id ? 1 : 0));

/** Where a session opens: its first step that is no handshake; undefined when there is no step at all. */
export const openingStep = (steps: readonly Step[]): Step | undefined =>
  steps.find(({ handshake, mark }) => !handshake || mark.kind !== 'allow') ?? steps[0];

/** The next step in that direction of which it holds; undefined when there is none. */
export function nextStep(
  steps: readonly Step[],
  from: number,
  direction: 1 | -1,
  holds: (step: Step) => boolean,
): number | undefined {
  for (let at = from + direction; at >= 0 && at < steps.length; at += direction)
    if (holds(steps[at]!)) return at;
  return undefined;
}

export const isRefused = ({ mark }: Step): boolean => mark.kind === 'deny' || mark.kind === 'approve';
export const isMasked = ({ header }: Step): boolean => header.masked.length > 0;
