import {
  type AnalysisReport,
  examplesNote,
  fewExamples,
  listedText,
  type ReportChange,
  type ReportExample,
  type ReportRow,
  type ReportRule,
} from '@vectorgate/policy-schema/analyse';
import { commandLink, escaped, kindHtml, page, rowsOf } from './page.ts';

const change = ({ sign, kind, isMore, text }: ReportChange): string =>
  `<p>${kindHtml(sign, kind, isMore)} ${escaped(text)}</p>`;

const rule = ({ name, place }: ReportRule): string =>
  place === undefined
    ? escaped(name)
    : commandLink(name, 'vectorgate.openPolicy', 'Open the rule', place.file, place.line);

/** One request: its decision, and the session that it is a step of. */
const example = ({ record, session, text }: ReportExample): string => {
  const decision = commandLink(
    `${record.slice(0, 10)}…`,
    'vectorgate.openDecision',
    `Open decision ${record}`,
    record,
  );
  const name = `Open decision ${record} in its session`;
  const inSession =
    session === ''
      ? ''
      : ` · ${commandLink('in its session', 'vectorgate.openSession', name, session, record)}`;
  return `${decision} ${escaped(text)}${inSession}`;
};

/** What lists all requests of a row. */
function listing(row: ReportRow, number: number): string {
  const text = listedText(row);
  if (text === undefined) return '';
  return `<br>${commandLink(`list ${text}`, 'vectorgate.listRequests', `List ${text}`, number)}`;
}

function row(shown: ReportRow, number: number): string {
  const { heading, operations, places, changes, rules, asked } = shown;
  const examples = shown.examples.slice(0, fewExamples);
  const note = shown.note ?? examplesNote(shown, examples.length);
  const where =
    operations === undefined
      ? ''
      : `<p>${escaped(operations)} <span class="muted">on ${escaped(places ?? '')}</span></p>`;
  const by = `by ${rules.map(rule).join(', ')}${note === undefined ? '' : `; ${escaped(note)}`}`;
  const counted = asked === undefined ? '' : `<p>${escaped(asked)}</p>`;
  const seen =
    examples.length === 0
      ? ''
      : `<p class="muted">${examples.map(example).join('<br>')}${listing(shown, number)}</p>`;
  return `<h2>${escaped(heading)}</h2>
${where}<div class="changes">${changes.map(change).join('')}</div>${counted}
<p class="muted">${by}</p>${seen}`;
}

/**
 * What an analysis tells, as a page that runs no script.
 * @param weigh what the link says that has a permission diff weighed by what was asked; absent: there is none
 */
export function reportPage(
  { title, summary, rows, aside, notes }: AnalysisReport,
  nonce: string,
  weigh?: string,
): string {
  const [first = '', ...others] = summary;
  const told = others.map((text) => `<p class="muted">${escaped(text)}</p>`).join('');
  const rest =
    aside === undefined
      ? ''
      : `<details${aside.isOpen ? ' open' : ''}><summary>${escaped(aside.title)}</summary>${rowsOf(aside.rows.map(row))}</details>`;
  const end =
    notes.length === 0
      ? ''
      : `<ul class="notes muted">${notes.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`;
  const offer =
    weigh === undefined || (rows.length === 0 && aside === undefined)
      ? ''
      : `<p>${commandLink(weigh, 'vectorgate.weighDiff', 'Count what was asked of each line; looking is recorded')}</p>`;
  const list = rows.length === 0 ? '' : rowsOf(rows.map(row));
  return page(title, `<p>${escaped(first)}</p>${told}${offer}${list}${rest}${end}`, nonce);
}
