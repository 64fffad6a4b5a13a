import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MaskObligation } from '@vectorgate/policy-schema';
import { answerForms } from '@vectorgate/store-messages/qdrant';
import fc from 'fast-check';
import type { HttpResponse } from '../../../../engines/http/http-message.ts';
import { Refusal } from '../../../../pipeline/refusal.ts';
import type { Delivered } from '../../../../pipeline/store-protocol.ts';
import { qdrantProtocol } from '../../qdrant-protocol.ts';
import { readAnswerTwin } from './read-answer-twin.ts';
import { answersOf, strange } from './testing/arbitrary-answers.ts';
import { type Kind, kinds } from './testing/kinds.ts';
import { comparable, type Plain, plainJson } from './testing/plain-answer.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const context = {
  connection: 'vectors',
  enforced: true,
  memory: new Map(),
  ask: async () => ({ status: 200, headers: {}, body: Buffer.from('{"result":{"aliases":[]}}') }),
};
const mask = (method: MaskObligation['method'], ...paths: string[]): MaskObligation => ({
  fields: { paths },
  method,
  filterable: true,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
});
const all = (more: Partial<MaskObligation>): MaskObligation => ({
  ...mask('redact'),
  fields: { all: true, except: ['city'] },
  ...more,
});
/** One list after the other binds an answer. */
const maskLists: readonly (readonly MaskObligation[])[] = [
  [mask('redact', 'email', 'tags')],
  [mask('drop', 'email', 'nested.city')],
  [mask('nullify', 'n', 'nested.n')],
  [mask('hash', 'email', '$id')],
  [{ ...mask('partial', 'city', '$id'), keepLast: 4 }],
  [mask('tokenize', 'document', 'nested')],
  [mask('drop', '$vector')],
  [mask('drop', '$vector.a', '$score')],
  [mask('nullify', '$id', '$score', '$vector')],
  [all({ detectors: ['email', 'phone'] })],
  [all({ method: 'redact' })],
];

type Masker = (response: HttpResponse) => Delivered<HttpResponse>;

async function maskerOf({ request }: Kind, masks: readonly MaskObligation[]): Promise<Masker> {
  const judged = await protocol.judge(request, context);
  const { deliver } = await judged.forward(judged.operations.map(() => ({ masks, rates: [] })));
  return deliver;
}
const maskers = new Map<string, readonly { readonly binds: boolean; readonly by: Masker }[]>();
for (const kind of kinds) {
  const lists = [[], ...maskLists];
  maskers.set(
    kind.name,
    await Promise.all(
      lists.map(async (masks) => ({ binds: masks.length > 0, by: await maskerOf(kind, masks) })),
    ),
  );
}

const resultOf = (body: Uint8Array): Plain => {
  const plain = plainJson(Buffer.from(body).toString());
  assert.ok(plain !== null && typeof plain === 'object' && !Array.isArray(plain));
  return plain.result!;
};
const ok = (message: Buffer) => ({ status: 0, details: '', metadata: {}, message });

for (const kind of kinds) {
  test(`${kind.name}: the JSON says what the message says, and passes as it came where nothing binds`, () => {
    fc.assert(
      fc.property(answersOf(kind), (message) => {
        const twin = readAnswerTwin(kind.form, ok(message));
        assert.deepEqual(
          comparable(withoutUnknown(resultOf(twin.response.body))),
          comparable(kind.plain(message)),
        );
        const delivered = twin.deliver(maskers.get(kind.name)![0]!.by(twin.response));
        assert.equal(delivered.response.message, message);
      }),
      { numRuns: 150 },
    );
  });

  test(`${kind.name}: what is delivered says what the masked JSON says, and nothing that nobody knows`, () => {
    fc.assert(
      fc.property(answersOf(kind), fc.integer({ min: 1, max: maskLists.length }), (message, which) => {
        const { by } = maskers.get(kind.name)![which]!;
        const twin = readAnswerTwin(kind.form, ok(message));
        const masked = by(twin.response);
        const { response, hits, masked: tallies } = twin.deliver(masked);
        assert.equal(hits, masked.hits);
        assert.equal(tallies, masked.masked);
        const said = Buffer.from(response.message!);
        assert.deepEqual(comparable(kind.plain(said)), comparable(resultOf(masked.response.body)));
        assert.ok(!said.includes(strange), 'a field that nobody knows was delivered');
        // What is delivered is a message like any other, and there is nothing more to mask.
        const again = readAnswerTwin(kind.form, ok(said));
        assert.deepEqual(
          comparable(resultOf(again.response.body)),
          comparable(resultOf(masked.response.body)),
        );
      }),
      { numRuns: 300 },
    );
  });
}

const withoutUnknown = (plain: Plain): Plain => {
  if (Array.isArray(plain)) return plain.map(withoutUnknown);
  if (plain === null || typeof plain !== 'object') return plain;
  const { unknown_fields: _unknown, ...rest } = plain;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutUnknown(value)]));
};

test('a scroll in the stead of a fetch is delivered as the fetch', async () => {
  const [get, scroll] = [
    kinds.find(({ name }) => name === 'get')!,
    kinds.find(({ name }) => name === 'scroll')!,
  ];
  const judged = await protocol.judge(get.request, context);
  const filter = { op: 'compare', field: 'city', test: 'eq', value: 'rome' } as const;
  for (const masks of [[], ...maskLists]) {
    const { deliver } = await judged.forward([{ masks, rates: [], filter }]);
    fc.assert(
      fc.property(answersOf(scroll), (message) => {
        const twin = readAnswerTwin(answerForms.scroll, ok(message), answerForms.get);
        const masked = deliver(twin.response);
        const said = twin.deliver(masked).response.message!;
        assert.deepEqual(
          comparable(get.plain(said)),
          comparable(withoutUnknown(resultOf(masked.response.body))),
        );
        assert.ok(!Buffer.from(said).includes(strange) || masks.length === 0);
      }),
      { numRuns: 30 },
    );
  }
});

test('invariant 3: bytes that are no such message are delivered only where nothing binds', () => {
  for (const kind of kinds) {
    const [free, ...bound] = maskers.get(kind.name)!;
    fc.assert(
      fc.property(
        answersOf(kind),
        fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'cut', 'insert')), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.nat(),
        (message, edits, which) => {
          let bytes = message;
          for (const [at, byte, what] of edits) {
            const i = at % (bytes.length + 1);
            const rest = bytes.subarray(what === 'insert' ? i : i + 1);
            bytes = Buffer.concat([bytes.subarray(0, i), ...(what === 'cut' ? [] : [Buffer.of(byte)]), rest]);
          }
          const twin = readAnswerTwin(kind.form, ok(bytes));
          // A fetch by ids is always read: it may have become a scroll.
          if (kind.name !== 'get')
            assert.equal(twin.deliver(free!.by(twin.response)).response.message, bytes);
          const { by } = bound[which % bound.length]!;
          try {
            const masked = by(twin.response);
            const said = twin.deliver(masked).response.message!;
            // Nobody looks at the numbers of a vector: what is wrong there was so before.
            if (decodes(kind, bytes))
              assert.deepEqual(comparable(kind.plain(said)), comparable(resultOf(masked.response.body)));
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            assert.equal(error.code, 'answer-unreadable');
          }
        },
      ),
      { numRuns: 300 },
    );
  }
});

function decodes(kind: Kind, bytes: Uint8Array): boolean {
  try {
    kind.plain(bytes);
    return true;
  } catch {
    return false;
  }
}
