import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TemplateResult } from 'lit';
import { type ReportActions, reportView } from './report-view.ts';

/** All texts that a template shows. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null && 'values' in value
    ? textsOf((value as TemplateResult).values)
    : [];
}

const actions = (shown: number, showMore: ReportActions['showMore'] = () => {}): ReportActions => ({
  stop: () => {},
  again: () => {},
  openRule: () => {},
  openRecord: () => {},
  shown: () => shown,
  showMore,
});

test('whatever somebody called things, a report shows it as it is, on its line', () => {
  for (const name of ['a\u202eb', 'a\u001b[31mb', `a${'x'.repeat(1_000_000)}`]) {
    const report = {
      title: 'What this change would have done',
      summary: [name, name],
      rows: [
        {
          heading: name,
          operations: name,
          places: name,
          changes: [{ sign: '⊘', kind: 'newly refused', isMore: false, text: name }],
          rules: [{ name }, { name, place: { file: name, line: 1 } }],
          note: name,
          examples: [{ record: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', session: '', time: 0, text: name }],
        },
      ],
      notes: [name],
    } as const;
    const view = reportView('', { is: 'done', report }, actions(5));
    const texts = textsOf(view).filter((text) => text.includes('a'));
    assert.equal(texts.filter((text) => /a⟨(RLO|ESC)⟩|axxx/.test(text)).length, 12);
    for (const text of texts) {
      assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      // All that a change of thousands of collections names, and no more.
      assert.ok(text.length < 201_000, `${text.length} characters`);
    }
  }
});

test('few requests stand beside a change, and a press shows more, until all are shown or it is said which are not', () => {
  const said = (kept: number, requests: number, shown: number): readonly string[] => {
    const report = {
      title: 'What this change would have done',
      summary: ['All.'],
      rows: [
        {
          heading: 'all of them',
          changes: [],
          rules: [{ name: 'read' }],
          requests,
          examples: Array.from({ length: kept }, (_, i) => ({
            record: `01JD8Z6Q4MX3V7H2K9RBT5W${String(i).padStart(3, '0')}`,
            session: 's',
            time: Date.parse('2026-11-28T09:00:00Z') - i * 60_000,
            text: `request ${i}`,
          })),
        },
      ],
      notes: [],
    };
    const texts = textsOf(reportView('', { is: 'done', report }, actions(shown)));
    const listed = texts.filter((text) => text.startsWith('request '));
    return [`${listed.length} listed`, ...texts.filter((text) => /^(; the latest|Show|Older)/.test(text))];
  };
  assert.deepEqual(said(3, 3, 5), ['3 listed']);
  assert.deepEqual(said(7, 7, 5), ['5 listed', '; the latest 5 of them:', 'Show the other 2']);
  assert.deepEqual(said(300, 300, 5), ['5 listed', '; the latest 5 of them:', 'Show 100 more']);
  assert.deepEqual(said(300, 300, 205), ['205 listed', '; the latest 205 of them:', 'Show the other 95']);
  assert.deepEqual(said(300, 300, 305), ['300 listed']);
  assert.deepEqual(said(60, 4_000, 105), [
    '60 listed',
    '; the latest 60 of them:',
    'Older ones: vectorgate policy replay PATH --query until:2026-11-28T08:01',
  ]);
});
