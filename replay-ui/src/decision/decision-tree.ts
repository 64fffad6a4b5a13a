import type { RulePlace } from '../host/replay-host.ts';
import { targetName } from '../records/asked-text.ts';
import { type EffectKind, effectMark, effectMarks } from '../records/effect-mark.ts';
import { isObject, type JsonObject, listOf, objectOf, objectsOf, textOf } from '../records/is-object.ts';
import type { RecordContent } from '../records/record-content.ts';
import { filterText } from './filter-text.ts';
import { maskText } from './mask-text.ts';
import { type NamedRule, namedRule } from './rule-place.ts';
import { ruleText } from './rule-text.ts';

/** One line of the tree that explains a decision. */
export interface DecisionNode {
  /** Stable within its tree, for what is open. */
  readonly key: string;
  readonly kind: EffectKind | 'plain';
  readonly sign: string;
  /** A word or two that group lines: `permit`, `guard`, `deny`. */
  readonly label: string;
  readonly text: string;
  readonly rule?: NamedRule;
  /** Where it stands, for the line that tells that. */
  readonly place?: RulePlace;
  readonly children: readonly DecisionNode[];
}

const kinds: Readonly<Record<string, readonly [string, EffectKind, string]>> = {
  allow: ['permit', 'allow', '✓'],
  deny: ['deny', 'deny', '⊘'],
  guard: ['guard', 'mask', '▒'],
  'require-approval': ['approval', 'approve', '⏳'],
};

const outcomes: Readonly<Record<string, string>> = {
  applied: '',
  'limit-exceeded': 'limit exceeded',
  'filter-claim-missing': 'a claim that its filter needs is missing',
  'condition-error': 'its condition could not be told',
  'condition-false': 'its condition does not hold',
};

const plain = (
  key: string,
  label: string,
  text: string,
  children: readonly DecisionNode[] = [],
): DecisionNode => ({ key, kind: 'plain', sign: '', label, text, children });

function ruleNode(step: JsonObject, key: string): DecisionNode {
  const rule = namedRule(step.rule);
  const [label, kind, sign] = kinds[textOf(step.effect)] ?? ['rule', 'unknown' as const, '?'];
  const outcome = textOf(step.outcome);
  const failed = outcome !== '' && outcome !== 'applied';
  const said = outcomes[outcome] ?? outcome.replaceAll('-', ' ');
  const matched = textOf(step.match);
  return {
    key,
    kind: failed && label === 'permit' ? 'failed' : kind,
    sign: failed && label === 'permit' ? '✗' : sign,
    label,
    text: ruleText(textOf(step.text), rule?.rule ?? ''),
    ...(rule !== undefined && { rule }),
    children: [
      ...(said === '' ? [] : [plain(`${key}/outcome`, 'came to', said)]),
      ...(matched === 'unknown'
        ? [plain(`${key}/match`, 'matches', 'unknown, which never widens access')]
        : []),
      ...(rule === undefined
        ? []
        : [
            {
              ...plain(`${key}/place`, 'policy', rule.policy),
              ...(rule.place !== undefined && { place: rule.place }),
            },
          ]),
    ],
  };
}

function obligationNodes(obligations: JsonObject, key: string): readonly DecisionNode[] {
  const filter = filterText(obligations.filter);
  const masks = objectsOf(obligations.masks);
  return [
    ...(filter === '' ? [] : [plain(`${key}/filter`, 'filter added', filter)]),
    ...(typeof obligations.topK === 'number'
      ? [plain(`${key}/topK`, 'top-k lowered', String(obligations.topK))]
      : []),
    ...masks.map((mask, at): DecisionNode => {
      const rule = namedRule(mask.rule);
      return {
        key: `${key}/mask${at}`,
        kind: 'mask',
        sign: '▒',
        label: 'mask',
        text: maskText(mask),
        ...(rule !== undefined && { rule }),
        children: [],
      };
    }),
    ...objectsOf(obligations.rates).map((rate, at) => {
      const rule = namedRule(rate.rule);
      return {
        ...plain(`${key}/rate${at}`, 'rate', `${String(rate.count)} in ${String(rate.windowSeconds)} s`),
        ...(rule !== undefined && { rule }),
      };
    }),
  ];
}

function operationNode(
  operation: JsonObject,
  at: number,
  { header }: Pick<RecordContent, 'header'>,
): DecisionNode {
  const asked = header.operations[at];
  const key = `operation${at}`;
  const steps = objectsOf(operation.trace).filter(({ match }) => match !== 'no');
  const effect = textOf(operation.effect);
  const [, kind, sign] = kinds[effect] ?? ['', 'unknown' as const, '?'];
  const duties = obligationNodes(objectOf(operation.obligations), key);
  return {
    key,
    kind,
    sign,
    label: asked?.name ?? `operation ${at + 1}`,
    text: [...new Set((asked?.targets ?? []).map(targetName).filter(Boolean))].join(', '),
    children: [
      ...(steps.length === 0
        ? [plain(`${key}/none`, 'rules', 'No rule permits this, so it is refused.')]
        : steps.map((step, n) => ruleNode(step, `${key}/rule${n}`))),
      ...(duties.length === 0 ? [] : [plain(`${key}/duties`, 'owed', '', duties)]),
    ],
  };
}

/**
 * The decision of a record as a tree that ends in file and line: what was decided, for each operation the rules that
 * mattered, and what was owed. Without the decision's own part, the header at least names the rules.
 */
export function decisionTree(record: Pick<RecordContent, 'header' | 'decision' | 'withheld'>): DecisionNode {
  const { header, withheld } = record;
  const decision = objectOf(record.decision);
  const mark = effectMark(header);
  const operations = objectsOf(decision.operations);
  const hidden = withheld.find(({ part }) => part === 'decision');
  const named = header.decision.rules.map(namedRule).filter((rule) => rule !== undefined);
  const { commit, dirty, digest } = header.decision.revision;
  const revision =
    commit === undefined
      ? digest.slice(0, 12)
      : `${commit.slice(0, 12)}${dirty === true ? ' (with changes)' : ''}`;
  const monitored = isObject(decision.monitored) ? decision.monitored : undefined;
  const unenforced = objectOf(decision.unenforced);
  return {
    key: 'decision',
    kind: mark.kind,
    sign: mark.sign,
    label: mark.word,
    text: textOf(decision.what) || header.decision.code?.replaceAll('-', ' ') || '',
    children: [
      ...(textOf(decision.next) === '' ? [] : [plain('next', 'next', textOf(decision.next))]),
      ...(textOf(unenforced.what) === ''
        ? []
        : [
            {
              ...plain('unenforced', 'would be refused', textOf(unenforced.what)),
              kind: 'monitor' as const,
              sign: effectMarks.monitor.sign,
            },
          ]),
      ...operations.map((operation, at) => operationNode(operation, at, record)),
      ...(hidden === undefined ? [] : [plain('withheld', 'withheld', hidden.reason)]),
      ...(operations.length > 0
        ? []
        : named.map((rule, at) => ({ ...plain(`rule${at}`, 'rule', ''), rule }))),
      ...(monitored === undefined
        ? []
        : [
            {
              ...plain(
                'monitored',
                'monitored rules',
                `with them it would be ${textOf(monitored.effect) === 'allow' ? 'allowed' : 'refused'}`,
                objectsOf(monitored.operations).flatMap(({ trace }, at) =>
                  objectsOf(trace)
                    .filter(({ match }) => match !== 'no')
                    .map((step, n) => ruleNode(step, `monitored/${at}/${n}`)),
                ),
              ),
              kind: 'monitor' as const,
              sign: effectMarks.monitor.sign,
            },
          ]),
      ...listOf(decision.changes).map((change, at) => plain(`change${at}`, 'changed', textOf(change))),
      ...(revision === '' ? [] : [plain('revision', 'policy', `revision ${revision}`)]),
    ],
  };
}
