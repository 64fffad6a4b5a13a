import { isRecord, records, text } from '@vectorgate/client/read-json';

type Json = Readonly<Record<string, unknown>>;

/** A rule that mattered to a decision. */
export interface RuleStep {
  readonly rule: string;
  readonly policy: string;
  readonly effect: string;
  readonly outcome: string;
  readonly text: string;
  /** Empty when the gateway does not tell this person. */
  readonly file: string;
  /** 1-based; 0 when not told. */
  readonly line: number;
}

/** What the page of a decision shows. */
export interface DecisionView {
  readonly id: string;
  /** The recorded session of which it is a step; empty when not told. */
  readonly session: string;
  readonly effect: 'allow' | 'deny' | 'require-approval';
  readonly monitored: boolean;
  readonly refused: boolean;
  readonly masked: readonly string[];
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly who: string;
  readonly connection: string;
  readonly what: string;
  readonly asked: readonly string[];
  readonly why: string;
  readonly next: string;
  readonly rules: readonly RuleStep[];
  readonly changes: readonly string[];
  readonly revision: string;
}

const inner = (value: unknown): Json => (isRecord(value) ? value : {});

function stepsOf(decision: Json, header: Json): readonly RuleStep[] {
  const steps = new Map<string, RuleStep>();
  const add = (reference: Json, more: Json): void => {
    const step = {
      rule: text(reference.rule),
      policy: text(reference.policy),
      effect: text(more.effect),
      outcome: text(more.outcome),
      text: text(more.text),
      file: text(reference.file),
      line: typeof reference.line === 'number' ? reference.line : 0,
    };
    const key = `${step.policy}\0${step.rule}\0${step.outcome}`;
    if (step.rule !== '' && !steps.has(key)) steps.set(key, step);
  };
  for (const operation of records(decision.operations))
    for (const step of records(operation.trace)) if (step.match !== 'no') add(inner(step.rule), step);
  // Without the decision's own part, the header at least names the rules.
  if (steps.size === 0) for (const reference of records(header.rules)) add(reference, {});
  return [...steps.values()];
}

/** "3 queries", "250 records": what an operation holds several of. One is what everybody expects. */
function itemsOf({ records: items, classes }: Json): readonly string[] {
  if (typeof items !== 'number' || items < 2) return [];
  return [`${items} ${Array.isArray(classes) && classes.includes('search') ? 'queries' : 'records'}`];
}

function askedOf(operation: Json | undefined): readonly string[] {
  if (operation === undefined) return [];
  const number = (name: string, label: string) =>
    typeof operation[name] === 'number' ? [`${label} ${operation[name]}`] : [];
  const filtered = Array.isArray(operation.fieldsFiltered)
    ? operation.fieldsFiltered.map(text).filter(Boolean)
    : [];
  return [
    ...number('topK', 'top-k'),
    ...number('page', 'page of'),
    ...itemsOf(operation),
    ...(filtered.length === 0 ? [] : [`filter on ${filtered.join(', ')}`]),
  ];
}

/** Reads `GET /api/v1/records/{id}`. What is missing stays empty. */
export function readDecision(record: Json): DecisionView {
  const header = inner(record.header);
  const decision = inner(header.decision);
  const part = inner(record.decision);
  const [operation] = records(header.operations);
  const who = inner(header.who);
  const target = records(operation?.targets)
    .map(({ collection }) => text(inner(collection).name))
    .find((name) => name !== '');
  const kinds = Array.isArray(operation?.classes) ? operation.classes.map(text) : [];
  const revision = inner(decision.revision);
  const effect = text(decision.effect);
  return {
    id: text(header.id),
    session: text(header.session),
    effect: effect === 'allow' || effect === 'require-approval' ? effect : 'deny',
    monitored: decision.mode === 'monitor',
    refused: header.outcome === 'refused',
    masked: [...new Set(records(header.masked).map(({ field }) => text(field)))],
    time: Date.parse(text(header.time)),
    who: text(who.name) || text(who.subject),
    connection: text(header.connection),
    what: [kinds.join(', ') || text(operation?.name), target ?? ''].join(' ').trim(),
    asked: askedOf(operation),
    why: text(part.what),
    next: text(part.next),
    rules: stepsOf(part, decision),
    changes: Array.isArray(header.changes) ? header.changes.map(text).filter(Boolean) : [],
    revision: (text(revision.commit) || text(revision.digest)).slice(0, 12),
  };
}
