import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisReport } from '@vectorgate/policy-schema/analyse';
import { reportPage } from './report-page.ts';

const report = (session: string): AnalysisReport => ({
  title: 'What this change would have done',
  summary: ['1 request.'],
  rows: [
    {
      heading: '1 request of Ana',
      changes: [{ sign: '⊘', kind: 'newly refused', isMore: false, text: 'limit-exceeded' }],
      rules: [{ name: 'read' }],
      examples: [
        { record: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', session, time: 0, text: 'Ana, 2026-11-28 09:00 UTC' },
      ],
    },
  ],
  notes: [],
});
const command = (name: string, ...args: readonly string[]): string =>
  `href="command:${name}?${encodeURIComponent(JSON.stringify(args))}"`;

test('each request leads to its decision, and to its step of the session that it is in', () => {
  const page = reportPage(report('01JD8Z6Q4MX3V7H2K9RBT5WYCA'), 'n');
  assert.ok(page.includes(command('vectorgate.openDecision', '01JD8Z6Q4MX3V7H2K9RBT5WYCN')));
  assert.ok(
    page.includes(
      command('vectorgate.openSession', '01JD8Z6Q4MX3V7H2K9RBT5WYCA', '01JD8Z6Q4MX3V7H2K9RBT5WYCN'),
    ),
  );
});

test('what somebody called things is text, and turns no line', () => {
  const name = `<img src=x>${String.fromCharCode(0x202e, 0x1b)}[31m`;
  const [row] = report('').rows;
  const page = reportPage(
    { ...report(''), rows: [{ ...row!, heading: name, operations: 'search', places: name }] },
    'n',
  );
  assert.match(page, /<h2>&#60;img src=x&#62;⟨RLO⟩⟨ESC⟩\[31m<\/h2>/);
  assert.doesNotMatch(page, /(?!\n)[\p{Cc}\p{Cf}]|<img/u);
});

test('a request of no session leads to its decision alone', () => {
  const page = reportPage(report(''), 'n');
  assert.ok(page.includes('vectorgate.openDecision'));
  assert.ok(!page.includes('vectorgate.openSession'));
});

test('a permission diff offers to be weighed, and tells beside each line what was asked of it', () => {
  const { summary: _, ...plain } = report('');
  const diff = {
    ...plain,
    title: 'Permission diff against HEAD',
    summary: ['1 widened.', 'Weighed by 3 requests.'],
  };
  const offer = (page: string): boolean => page.includes(`${command('vectorgate.weighDiff')} title`);
  assert.ok(offer(reportPage(diff, 'n', 'Weigh by the last 7 days')));
  assert.ok(!offer(reportPage(diff, 'n')));
  assert.ok(!offer(reportPage({ ...diff, rows: [] }, 'n', 'Weigh by the last 7 days')));
  const counted = diff.rows.map((row) => ({ ...row, asked: '3 requests of <one person>' }));
  assert.match(reportPage({ ...diff, rows: counted }, 'n'), /<p>3 requests of &#60;one person&#62;<\/p>/);
});

test('few requests stand beside a change, and a link lists all that were kept', () => {
  const of = (kept: number, requests: number): string => {
    const [row] = report('s').rows;
    const examples = Array.from({ length: kept }, () => row!.examples[0]!);
    return reportPage({ ...report('s'), rows: [row!, { ...row!, requests, examples }] }, 'n');
  };
  const stand = (page: string): number => page.split('in its session</a>').length - 2;
  const link = (page: string): string | undefined => />(list [^<]*)<\/a>/.exec(page)?.[1];
  const few = of(5, 5);
  assert.deepEqual([stand(few), link(few), few.includes('the latest')], [5, undefined, false]);
  const some = of(7, 7);
  assert.deepEqual([stand(some), link(some)], [5, 'list all 7 of them']);
  assert.match(some, /the latest 5 of them:/);
  // It says which row of the page.
  assert.ok(some.includes(`command:vectorgate.listRequests?${encodeURIComponent('[1]')}`));
  assert.equal(link(of(70, 1_204)), 'list the latest 70 of 1,204');
});
