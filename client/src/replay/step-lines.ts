import { printable } from '@vectorgate/policy-schema/printable';
import { isRecord, records, text } from '../api/read-json.ts';
import { askedOf, becauseOf, effectOf } from '../command-line/describe-record.ts';
import { readableJson } from './readable-json.ts';
import { wrapped } from './wrapped.ts';

type Json = Readonly<Record<string, unknown>>;

/** Lines of one part at most: who wants all of it asks for JSON. */
const mostLines = 400;
const inner = (value: unknown): Json => (isRecord(value) ? value : {});
const labelWidth = 10;

/** `name      words, in as many lines as they need`. */
const labelled = (name: string, words: string, width: number): readonly string[] =>
  words === ''
    ? []
    : wrapped(printable(words), ' '.repeat(labelWidth), width).map((line, at) =>
        at === 0 ? `${name.padEnd(labelWidth)}${line.slice(labelWidth)}` : line,
      );

function ruleLines(decision: Json, header: Json, width: number): readonly string[] {
  const steps = records(decision.operations).flatMap(({ trace }) =>
    records(trace).filter(({ match }) => match !== 'no'),
  );
  const known =
    steps.length > 0 ? steps : records(inner(header.decision).rules).map((rule): Json => ({ rule }));
  if (known.length === 0) return [];
  const lines = known.flatMap((step) => {
    const rule = inner(step.rule);
    const place = text(rule.file) && `${text(rule.file)}:${rule.line}`;
    const said = [text(step.effect), text(step.outcome), place].filter(Boolean).join(' · ');
    return [
      ...wrapped(printable(`${text(rule.rule)}${said && `  ${said}`}`), '  ', width),
      ...(text(step.text) ? wrapped(printable(text(step.text)), '    ', width) : []),
    ];
  });
  return ['', 'rules', ...new Set(lines)];
}

/**
 * One step to be read: what was asked, what was decided and why, the request, the answer as it was delivered. `record` is the
 * gateway's answer to `GET /api/v1/records/{id}`. What the gateway withholds is said, and why.
 */
export function stepLines(record: Json, width = 80): readonly string[] {
  const header = inner(record.header);
  const decision = inner(record.decision);
  const who = inner(header.who);
  const took = typeof header.milliseconds === 'number' ? `${Math.round(header.milliseconds)} ms` : '';
  const withheld = new Map(records(record.withheld).map(({ part, reason }) => [text(part), text(reason)]));
  const part = (name: 'request' | 'response', title: string): readonly string[] => {
    const reason = withheld.get(name);
    const value = record[name];
    if (reason !== undefined) return ['', `${title}: withheld`, ...wrapped(printable(reason), '  ', width)];
    if (value === null || value === undefined) return ['', `${title}: none`];
    return ['', title, ...readableJson(value, width - 2, mostLines).map((line) => `  ${line}`)];
  };
  return [
    ...wrapped(`${effectOf(header)}  ${askedOf(header)}`, '', width),
    ...wrapped(
      printable(
        [
          text(header.time)
            .replace('T', ' ')
            .replace(/\.\d+Z$/, ' UTC'),
          text(header.connection),
          text(who.name) || text(who.subject),
          took,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      '',
      width,
    ),
    '',
    ...labelled('why', text(decision.what), width),
    ...labelled('next', text(decision.next), width),
    ...labelled(
      header.outcome === 'refused' ? 'code' : 'changed',
      text(decision.what) === '' ? becauseOf(header) : '',
      width,
    ),
    ...labelled('client', text(inner(header.client).agent), width),
    ...labelled('decision', text(header.id), width),
    ...ruleLines(decision, header, width),
    ...part('request', 'request, as judged'),
    ...part('response', header.outcome === 'refused' ? 'answer' : 'answer, as delivered'),
  ];
}
