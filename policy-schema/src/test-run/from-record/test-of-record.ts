import { Document, isMap, isScalar, type Node, visit } from 'yaml';
import type { OperationDecision } from '../../decide/decision.ts';
import { joinMasks } from '../../decide/join-masks.ts';
import { format } from '../../language/format/format.ts';
import type { RequiredFilter } from '../../operation/filter.ts';
import { filterForm } from '../filter-form.ts';
import { maskForm } from '../mask-form.ts';
import { decidingRules, rateText } from '../observe.ts';
import { writtenOperation } from './written-operation.ts';

type Json = Readonly<Record<string, unknown>>;

const inner = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A document of tests, or why none can be made. */
export type TestOfRecord = { readonly text: string } | { readonly why: string };

/**
 * A test that expects what was decided of a recorded request: one for each of its operations. `record` is what the
 * gateway's API says of it. Data is left out. Claims that are not there, because a mask binds whoever reads the record or
 * an older version made it, are told by the filter that was added.
 */
export function testOfRecord(record: Json): TestOfRecord {
  const header = inner(record.header);
  const decided = list(inner(record.decision).operations).map(inner);
  const full = list(inner(record.operations).operations).map(inner);
  const operations = full.length > 0 ? full : list(header.operations).map(inner);
  if (operations.length === 0 || decided.length !== operations.length)
    return {
      why: 'Policy did not decide this request: it was refused before, or its record does not show the decision.',
    };
  const who = inner(header.who);
  const known = inner(inner(record.operations).identity);
  const recorded = known.claims === undefined ? undefined : inner(known.claims);
  const claims = recorded ?? claimsOf(decided);
  const records = operations.reduce((sum, { records: own }) => sum + (typeof own === 'number' ? own : 0), 0);
  const name = (i: number): string => (operations.length === 1 ? 'request' : `request-${i + 1}`);
  const service = who.kind === 'service';
  const document = new Document(
    {
      apiVersion: 'vectorgate/v1',
      kind: 'PolicyTest',
      metadata: { name: `decision-${String(header.id).toLowerCase()}` },
      spec: {
        now: header.time,
        connection: header.connection,
        identities: {
          caller: {
            subject: who.subject,
            ...(service && { issuer: who.issuer, kind: 'service' }),
            ...(list(who.groups).length > 0 && { groups: who.groups }),
            ...(known.groupsComplete === false && { groupsComplete: false }),
            claims,
          },
        },
        operations: Object.fromEntries(
          operations.map((operation, i) => [
            name(i),
            writtenOperation(operation, records, filterOf(decided[i]!)),
          ]),
        ),
        tests: decided.map((decision, i) => ({
          name: `${list(operations[i]!.classes).join(' and ')} as decided${operations.length === 1 ? '' : ` (${i + 1})`}`,
          identities: ['caller'],
          operations: [name(i)],
          expect: expectationOf(decision as unknown as OperationDecision),
        })),
      },
    },
    { version: '1.2', aliasDuplicateObjects: false },
  );
  const id = String(header.id);
  document.commentBefore = ` Made of decision ${id}. Name it after what it is for, and put it beside the policies.`;
  settle(document);
  if (recorded === undefined) askForClaims(document, Object.keys(claims).length > 0);
  quoteHidden(document);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  const formatted = format('made.policy-test.yaml', text);
  return { text: escaped(formatted.ok ? formatted.text : text) };
}

const filterOf = (decision: Json): RequiredFilter | undefined =>
  inner(decision.obligations).filter as RequiredFilter | undefined;

/** Where claims are not known: those of a filter mostly have the name of its field. */
function claimsOf(decided: readonly Json[]): Json {
  const claims: Record<string, unknown> = {};
  const read = (filter: RequiredFilter | undefined): void => {
    if (filter === undefined) return;
    if (filter.op === 'compare') claims[filter.field] = filter.value;
    else if (filter.op === 'and') for (const part of filter.of) read(part);
  };
  for (const decision of decided) read(filterOf(decision));
  return claims;
}

function expectationOf(decision: OperationDecision): Json {
  const { effect, refusal, obligations } = decision;
  const rules = decidingRules({ operations: [decision], ...(refusal !== undefined && { refusal }) });
  const names = [...new Set(rules.map(({ rule }) => rule))].sort();
  if (refusal !== undefined) return { effect, code: refusal.code, rules: names };
  const filter = filterForm(obligations.filter);
  const masks = list(obligations.masks) as OperationDecision['obligations']['masks'];
  const paths = [...new Set(masks.flatMap(({ fields }) => ('paths' in fields ? fields.paths : [])))].sort();
  const masked = Object.fromEntries(paths.map((path) => [path, maskForm(joinMasks(masks, path))]));
  const rates = (obligations.rates ?? []).map(rateText).sort();
  const limits = {
    ...(obligations.topK !== undefined && { topK: obligations.topK }),
    ...(rates.length > 0 && { rates }),
  };
  return {
    effect,
    rules: names,
    ...(filter !== 'not to be written down' && { filter }),
    ...(masks.length === 0 ? { masks: 'none' } : paths.length > 0 && { masks: masked }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

/** The style of our files: what is short on one line. */
function settle(document: Document): void {
  const flow = (path: readonly unknown[]): void => {
    const node = document.getIn(path, true) as (Node & { flow?: boolean }) | undefined;
    if (node !== undefined) node.flow = true;
  };
  flow(['metadata']);
  flow(['spec', 'identities', 'caller']);
  const operations = document.getIn(['spec', 'operations']);
  for (const { key } of isMap(operations) ? operations.items : [])
    if (isScalar(key)) flow(['spec', 'operations', key.value]);
  const tests = document.getIn(['spec', 'tests']) as { readonly items: readonly Node[] };
  for (const i of tests.items.keys()) {
    for (const key of ['identities', 'operations']) flow(['spec', 'tests', i, key]);
    for (const key of ['rules', 'filter', 'limits']) flow(['spec', 'tests', i, 'expect', key]);
    const masks = document.getIn(['spec', 'tests', i, 'expect', 'masks']);
    for (const { key } of isMap(masks) ? masks.items : [])
      if (isScalar(key)) flow(['spec', 'tests', i, 'expect', 'masks', key.value]);
  }
  const now = document.getIn(['spec', 'now'], true);
  if (isScalar(now)) now.type = 'QUOTE_DOUBLE';
}

/** What shows as nothing, or turns the order of what is read: names come from anywhere. */
const hidden = /[\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u007f-\u009f]/u;

/** Such characters can stand as escapes in double quotes alone. */
function quoteHidden(document: Document): void {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && hidden.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
}

const escaped = (text: string): string =>
  text.replace(new RegExp(hidden, 'gu'), (mark) =>
    Array.from(
      { length: mark.length },
      (_, at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** A word where somebody has to look. */
function askForClaims(document: Document, guessed: boolean): void {
  const identities = document.getIn(['spec', 'identities'], true) as Node;
  identities.commentBefore = guessed
    ? ' The record does not show claims: these are told by the filter that was added. Check their names.'
    : ' The record does not show claims: add those that the rules ask for.';
}
