import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DescMessage, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { Refusal } from '../../../../pipeline/refusal.ts';
import { clientRequests } from '../testing/client-requests.ts';
import { type RequestTwin, readRequestTwin } from './read-request-twin.ts';

const requests = (await clientRequests()).filter(({ message }) => message.length > 0);

/** A message with some of its bytes altered, left out, or put in. */
const altered = fc
  .tuple(
    fc.constantFrom(...requests),
    fc.array(
      fc.record({
        at: fc.nat(),
        kind: fc.constantFrom('set', 'flip', 'remove', 'insert', 'double'),
        byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x0a, 0x12, 0x7f, 0x80, 0xff)),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([request, edits]) => {
    let bytes = request.message;
    for (const { at: anywhere, kind, byte } of edits) {
      const at = anywhere % (bytes.length + 1);
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      if (kind === 'insert') bytes = Buffer.concat([before, Buffer.of(byte), after]);
      else if (kind === 'remove') bytes = Buffer.concat([before, after.subarray(1 + (byte % 4))]);
      else if (kind === 'double') bytes = Buffer.concat([before, after.subarray(0, byte % 16), after]);
      else if (after.length > 0)
        bytes = Buffer.concat([
          before,
          Buffer.of(kind === 'set' ? byte : after[0]! ^ (1 << (byte % 8))),
          after.subarray(1),
        ]);
    }
    return { method: request.method, bytes };
  });

const content = ({ request }: RequestTwin): unknown => [
  request.path,
  request.query.toSorted(),
  request.body.length === 0 ? undefined : JSON.parse(Buffer.from(request.body).toString()),
  request.dimensions?.toSorted(),
];

test('what passes of altered messages is what another library reads in them', () => {
  let passed = 0;
  fc.assert(
    fc.property(altered, ({ method, bytes }) => {
      let twin: RequestTwin;
      try {
        twin = readRequestTwin(method, bytes);
      } catch (error) {
        assert.ok(error instanceof Refusal && error.kind === 'unreadable', String(error));
        return;
      }
      passed++;
      const schema: DescMessage = method.message;
      const again = toBinary(schema, fromBinary(schema, bytes) as Message);
      const other = readRequestTwin(method, again);
      assert.equal(other.recorded.length, twin.recorded.length);
      assert.deepEqual(content(other), content(twin));
    }),
    { numRuns: 5000 },
  );
  assert.ok(passed > 300, `${passed} passed`);
});
