import { html, nothing, type TemplateResult } from 'lit';
import { type ComparedRow, type RowKind, rowKind } from '../../compare/compare-sessions.ts';
import { differenceWords, masksOf } from '../../compare/step-differences.ts';
import { askedNumbers, askedText } from '../../records/asked-text.ts';
import type { Step } from '../../records/step.ts';
import { count } from '../../text/amounts.ts';
import { absoluteTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { markView } from '../shared/mark-view.ts';

/** Numbers of the steps of both sessions, by the ids of their records. */
export type StepNumbers = ReadonlyMap<string, number>;

/** What becomes of a row, as a sign and a word: never by colour alone. */
const marks: Readonly<Record<RowKind, { readonly sign: string; readonly word: string }>> = {
  same: { sign: '=', word: 'same' },
  effect: { sign: '≠', word: 'effect' },
  masks: { sign: '≠', word: 'masks' },
  changes: { sign: '≠', word: 'changes' },
  rules: { sign: '≠', word: 'rules' },
  asked: { sign: '≠', word: 'asked' },
  'only-before': { sign: '−', word: 'only before' },
  'only-now': { sign: '+', word: 'only now' },
};

/** Why it went so: the code of a refusal, the rules, what was changed and hidden. */
const reasons = ({ header }: Step): readonly string[] =>
  [
    header.decision.code ?? '',
    ...header.decision.rules.map(({ rule }) => rule),
    ...header.changes,
    ...masksOf(header),
  ].filter(Boolean);

/** Of two that differ, what of that the other does not have. */
function because(step: Step, other: Step | undefined, differs: boolean): string {
  if (other === undefined || !differs) return reasons(step).join(', ');
  const others = new Set(reasons(other));
  return reasons(step)
    .filter((one) => !others.has(one))
    .join(', ');
}

function half(row: ComparedRow, side: 'before' | 'now', numbers: StepNumbers): TemplateResult {
  const [step, other] = side === 'before' ? [row.before, row.now] : [row.now, row.before];
  if (step === undefined) return html`<div class="half"></div>`;
  const { header, at, mark } = step;
  const asked = visibleLine([askedText(header), ...askedNumbers(header)].join(', '));
  const why = visibleLine(because(step, other, row.differs.length > 0));
  const whole = visibleLine(reasons(step).join(', '));
  return html`<div class="half" title=${[asked, whole, absoluteTime(at)].filter(Boolean).join(' · ')}>
    <div class="line"><span class="unseen">; ${side}: step </span><span class="muted">${count(numbers.get(header.id) ?? 0)}</span>
      <span>${markView(mark, false)}</span><span class="grow">${asked}</span></div>
    <div class="line muted"><span class="grow">${why}</span></div>
  </div>`;
}

/** Two steps beside each other: in what they differ, the one before, the one now. */
export function comparedRow(row: ComparedRow, numbers: StepNumbers): TemplateResult {
  const kind = rowKind(row);
  const { sign, word } = marks[kind];
  const spoken =
    row.differs.length === 0
      ? word
      : `differs in ${row.differs.map((one) => differenceWords[one]).join(', ')}`;
  const further = row.differs.slice(1).map((one) => marks[one].word);
  return html`<div class="pair">
    <div>
      <span class="unseen">${spoken}</span>
      <div class="line" aria-hidden="true"><span class="sign row-${kind}">${sign}</span><span class="grow">${word}</span></div>
      ${further.length === 0 ? nothing : html`<div class="line muted" aria-hidden="true"><span class="sign">≠</span><span class="grow">${further.join(', ')}</span></div>`}
    </div>
    ${half(row, 'before', numbers)}${half(row, 'now', numbers)}
  </div>`;
}
