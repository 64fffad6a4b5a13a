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
          examples: [{ record: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', session: '', text: name }],
        },
      ],
      notes: [name],
    } as const;
    const view = reportView('', { is: 'done', report }, {} as ReportActions);
    const texts = textsOf(view).filter((text) => text.includes('a'));
    assert.equal(texts.filter((text) => /a⟨(RLO|ESC)⟩|axxx/.test(text)).length, 12);
    for (const text of texts) {
      assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      // All that a change of thousands of collections names, and no more.
      assert.ok(text.length < 201_000, `${text.length} characters`);
    }
  }
});
