import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, testUlid } from '../sessions/testing/record-drafts.ts';
import { csvHead, csvLine } from './export-csv.ts';

const lineOf = (agent: string): string[] => {
  const { header } = draftOf(testUlid(1));
  const line = csvLine({ ...header, v: 1, parts: [], client: { agent, address: '' } });
  assert.ok(line.endsWith('\r\n'));
  return line.split(',');
};

test('a decision is one line, with a cell for each column', () => {
  const columns = csvHead.trim().split(',');
  const cells = lineOf('python');
  assert.equal(cells.length, columns.length);
  assert.equal(cells[columns.indexOf('collections')], 'customer-cases');
  assert.equal(cells[columns.indexOf('rules')], 'analysts-read');
});

test('texts are quoted, and what a spreadsheet would take for a formula is not one', () => {
  const agent = csvHead.split(',').indexOf('agent');
  assert.equal(lineOf('=HYPERLINK(0)')[agent], "'=HYPERLINK(0)");
  assert.equal(lineOf('-1+1')[agent], "'-1+1");
  assert.equal(lineOf('say "hi"')[agent], '"say ""hi"""');
  assert.match(csvLine({ ...draftOf(testUlid(1)).header, v: 1, parts: [], connection: 'a,\nb' }), /"a,\nb"/);
});
