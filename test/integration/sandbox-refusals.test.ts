import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { storeRefusal } from '../../client/src/sandbox/answers/store-refusal.ts';
import { grpcStore } from '../../client/src/sandbox/grpc/grpc-store.ts';
import { Refusal } from '../../gateway/src/pipeline/refusal.ts';
import { refusalResponse as chroma } from '../../gateway/src/protocols/chroma/refusal-response.ts';
import { grpcRefusal } from '../../gateway/src/protocols/qdrant/grpc/grpc-refusal.ts';
import { refusalResponse as qdrant } from '../../gateway/src/protocols/qdrant/refusal-response.ts';
import { storeNames } from '../../gateway/src/protocols/stores.ts';

/* A sandbox answers a recorded refusal as the gate answered it then, without knowing the gateway. */

const gates = { chroma, qdrant };

test('every store’s refusals are those of the gate, to the byte', () => {
  assert.deepEqual(Object.keys(gates).toSorted(), [...storeNames].toSorted());
  fc.assert(
    fc.property(
      fc.constantFrom(...storeNames),
      fc.constantFrom('unauthenticated', 'forbidden', 'unreadable', 'not-found', 'unavailable'),
      fc.string({ unit: fc.constantFrom('a', ' ', '’', '…', '\n', '"', 'é', '–'), maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.option(fc.constant('01JD8Z6Q4MX3V7H2K9RBT5WYCN'), { nil: undefined }),
      fc.boolean(),
      (store, kind, what, next, decision, doubtful) => {
        const told = new Refusal(kind, 'code', what, next, {}, { doubtful });
        const { status, headers, body } = gates[store](told, decision);
        const refusal = { kind, what, next, doubtful, ...(decision !== undefined && { decision }) };
        if (store === 'qdrant') {
          const { status: code, details } = grpcRefusal(told, decision);
          assert.deepEqual(grpcStore(store)?.refuse(refusal), { status: code, details });
        }
        assert.deepEqual(storeRefusal(store)?.(refusal), { status, type: headers['content-type'], body });
      },
    ),
  );
});
