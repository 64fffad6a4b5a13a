import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../json/read-json.ts';
import { Splices } from '../json/splices.ts';
import { MaskLedger } from './mask-ledger.ts';
import { MaskPlan } from './mask-plan.ts';
import { maskValue } from './mask-value.ts';

const rule = { policy: 'p', rule: 'r', file: 'f', line: 1 };

test('of a run of encoded text no end is shown, where a plain value would show one', () => {
  const run = Buffer.from('please write to ana@acme.com today').toString('base64');
  const bytes = Buffer.from(JSON.stringify(`see ${run}, or bob.jones@acme.com`));
  const plan = new MaskPlan(
    [
      {
        fields: { paths: ['f'] },
        filterable: false,
        rule,
        method: 'partial',
        keepLast: 4,
        detectors: ['email'],
      },
    ],
    { hash: new Uint8Array(32), token: new Uint8Array(32).fill(1) },
  );
  const splices = new Splices(bytes);
  const ledger = new MaskLedger();
  maskValue(bytes, readJson(bytes).root, { field: 'f', mask: plan.of('f')!, plan, splices, ledger });
  assert.equal(JSON.parse(splices.apply().toString()), 'see «email», or ••••••••••••••.com');
  assert.deepEqual(ledger.tallies(), [{ field: 'f', method: 'partial', found: ['email'], count: 2 }]);
});
