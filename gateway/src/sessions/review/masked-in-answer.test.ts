import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MaskObligation } from '@vectorgate/policy-schema';
import { maskKeys } from '../../masks/mask-keys.ts';
import { chromaProtocol } from '../../protocols/chroma/chroma-protocol.ts';
import { showUnderGuards, wholeRecord } from './show-record.ts';
import type { StoredRecord } from './shown-record.ts';
import { operation, recordOf } from './testing/reviewed-record.ts';

const protocol = chromaProtocol({ maskKeys: maskKeys(new Uint8Array(32), 'insights') });
const mask = (
  path: string,
  method: MaskObligation['method'],
  ...detectors: readonly string[]
): MaskObligation => ({
  fields: { paths: [path] },
  method,
  filterable: false,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
  ...(detectors.length > 0 && { detectors }),
});

/** What its caller got: an address had been hashed, a number not. */
const answered = (): StoredRecord => {
  const record = recordOf(
    {},
    { status: 200, masked: [{ field: '$document', method: 'hash', found: ['email'], count: 1 }] },
  );
  const response = {
    ids: [['1']],
    documents: [['«hash:0123456789abcdef» or +34 912 345 678']],
    metadatas: [[{ tax: '12345678Z' }]],
  };
  return { ...record, parts: { ...record.parts, response: Buffer.from(JSON.stringify(response)) } };
};
const shownUnder = (...masks: readonly MaskObligation[]) =>
  showUnderGuards(answered(), [operation], [{ denied: false, closed: false, masks }], protocol);

test('with an answer stands what was masked in it: for whoever asked, and by the guards of whoever reads', () => {
  const { masked } = answered().header;
  assert.deepEqual(wholeRecord(answered()).masked, masked);
  assert.deepEqual(shownUnder().masked, masked);
  assert.deepEqual(shownUnder(mask('$document', 'hash', 'phone')).masked, [
    ...masked,
    { field: '$document', method: 'hash', found: ['phone'], count: 1 },
  ]);
  assert.deepEqual(shownUnder(mask('tax', 'redact')).masked, [
    ...masked,
    { field: 'tax', method: 'redact', count: 1 },
  ]);
});

test('what is left out for a reader is not named to them, nor what was masked in an answer that is withheld', () => {
  const dropped = shownUnder(mask('tax', 'drop'));
  assert.doesNotMatch(JSON.stringify([dropped.response, dropped.masked]), /tax/);
  // Also what had been masked for whoever asked.
  const { masked } = shownUnder(mask('$document', 'drop'));
  assert.deepEqual(masked, []);
  const withheld = showUnderGuards(
    answered(),
    [{ ...operation, name: 'collection_other' }],
    [{ denied: false, closed: false, masks: [mask('$document', 'hash', 'phone')] }],
    protocol,
  );
  assert.deepEqual([withheld.response, withheld.masked], [undefined, undefined]);
  const { response: _, ...without } = answered().parts;
  assert.equal('masked' in wholeRecord({ ...answered(), parts: without }), false);
});
