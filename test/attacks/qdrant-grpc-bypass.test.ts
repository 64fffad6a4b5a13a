import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { ListAliasesResponseSchema, QueryResponseSchema, ScrollResponseSchema } from '@qdrant/js-client-grpc';
import * as grpc from '../harness/qdrant-grpc-calls.ts';
import { withoutQdrant } from '../harness/qdrant-world.ts';
import { tryAll } from './attack-table.ts';
import { type HidingWorld, startHidingWorld } from './qdrant/hiding-world.ts';
import { changingAttacks } from './qdrant-grpc/changing.ts';
import { inferenceAttacks } from './qdrant-grpc/inference.ts';
import { readingAttacks } from './qdrant-grpc/reading.ts';
import { transportAttacks } from './qdrant-grpc/transport.ts';
import { type GrpcTries, grpcTriesIn } from './qdrant-grpc/tries.ts';
import { wireFormAttacks } from './qdrant-grpc/wire-forms.ts';

/* Ways around the rules of a policy for Qdrant over gRPC, as whoever may read some records of one collection. */

suite('Qdrant over gRPC', { skip: withoutQdrant }, () => {
  let hiding: HidingWorld;
  let tries: GrpcTries;
  before(async () => {
    hiding = await startHidingWorld();
    tries = grpcTriesIn(hiding);
  });
  after(() => hiding?.world.close());

  test('what she may do works, narrowed and masked', async () => {
    const { method, message } = grpc.query();
    const answer = await hiding.world.viaGrpc(hiding.ana.accessToken, method, message);
    assert.equal(answer.status, 0, answer.details);
    const { result } = fromBinary(QueryResponseSchema, answer.message!);
    assert.deepEqual(result.map(({ id }) => Number(id?.pointIdOptions.value)).sort(), [1, 3]);
    const [first] = result;
    assert.equal(first?.payload.email?.kind.value, '«redacted»');
    assert.match(String(first?.payload.note?.kind.value), /^Call me: «phone/);
    assert.equal(first?.vectors, undefined);
    assert.ok((first?.score ?? 0) > 0);
    assert.match(
      decodeURIComponent(answer.metadata['vectorgate-notice'] ?? ''),
      /filter tenant = "acme" added/,
    );
  });

  test('invariants 1 and 3: reading past the filter and the masks', async (context) => {
    await tryAll(context, 'Qdrant over gRPC, reading', readingAttacks(tries));
  });

  test('invariants 1 and 3: what would tell of masked or other records by other means', async (context) => {
    await tryAll(context, 'Qdrant over gRPC, inference', inferenceAttacks(tries));
  });

  test('invariant 1: messages that two readers could read in two ways', async (context) => {
    await tryAll(context, 'Qdrant over gRPC, wire forms', wireFormAttacks(tries));
  });

  test('invariant 1: paths, metadata and frames', async (context) => {
    await tryAll(context, 'Qdrant over gRPC, transport', transportAttacks(tries, hiding.ana.accessToken));
    for (const { headers } of hiding.world.recordedGrpc.passed)
      for (const name of Object.keys(headers))
        assert.match(
          name,
          /^(:method|:path|:scheme|:authority|te|content-type|grpc-accept-encoding|api-key)$/,
          'nothing of the caller’s metadata goes on',
        );
  });

  test('invariant 1: changing what lies outside', async (context) => {
    await tryAll(context, 'Qdrant over gRPC, changing', changingAttacks(tries));
    const secret = grpc.scroll({ collectionName: 'secret' });
    const kept = await hiding.world.straightGrpc(secret.method, secret.message);
    assert.equal(fromBinary(ScrollResponseSchema, kept.message!).result.length, 1);
    const aliases = await hiding.world.straightGrpc(
      'qdrant.Collections/ListAliases',
      grpc.listAliases().message,
    );
    assert.deepEqual(
      fromBinary(ListAliasesResponseSchema, aliases.message!).aliases.map(({ aliasName }) => aliasName),
      ['public-looking'],
    );
  });
});
