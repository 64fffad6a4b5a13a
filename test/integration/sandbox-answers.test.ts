import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { CountResponseSchema, GetResponseSchema } from '@qdrant/js-client-grpc';
import { type FieldForm, type MessageForm, qdrantMethods } from '@vectorgate/store-messages/qdrant';
import fc from 'fast-check';
import { CallBody } from '../../client/src/sandbox/body/call-body.ts';
import { differences } from '../../client/src/sandbox/body/differences.ts';
import { jsonTree } from '../../client/src/sandbox/body/json-tree.ts';
import { writeAnswer } from '../../client/src/sandbox/grpc/write-answer.ts';
import { readAnswerTwin } from '../../gateway/src/protocols/qdrant/grpc/answer/read-answer-twin.ts';
import {
  answersOf,
  strange,
} from '../../gateway/src/protocols/qdrant/grpc/answer/testing/arbitrary-answers.ts';
import { type Kind, kinds } from '../../gateway/src/protocols/qdrant/grpc/answer/testing/kinds.ts';
import { comparable } from '../../gateway/src/protocols/qdrant/grpc/answer/testing/plain-answer.ts';
import { TwinWriter } from '../../gateway/src/protocols/qdrant/grpc/answer/twin-writer.ts';
import { WireReader } from '../../gateway/src/protocols/qdrant/grpc/answer/wire-reader.ts';

/* A sandbox makes the message that went to the caller out of what the gate recorded of it, without knowing the gateway. */

const digest = /"sha256"/;

/** The same without what a record does not hold: fields that nobody knows, and long vectors. */
function known(part: unknown): void {
  if (part === null || typeof part !== 'object') return;
  delete (part as { $unknown?: unknown }).$unknown;
  if (Array.isArray(part) && typeof part[0] === 'number') part.splice(7);
  for (const inner of Object.values(part)) known(inner);
}

const bareMessage = ({ schema }: Kind, message: Uint8Array): Buffer => {
  const read = fromBinary(schema, message);
  known(read);
  return Buffer.from(toBinary(schema, read));
};

for (const kind of kinds)
  test(`${kind.name}: what the gate recorded of an answer becomes that answer again, or none`, () => {
    const again = (message: Uint8Array): { readonly recorded: string; readonly made?: Uint8Array } => {
      const twin = readAnswerTwin(kind.form, { status: 0, details: '', metadata: {}, message });
      const { response } = twin;
      const recorded = Buffer.from(
        twin.deliver({ response, masked: [], body: response.body }).body,
      ).toString();
      const made = writeAnswer(kind.form, jsonTree(recorded)!);
      return { recorded, ...(made && { made }) };
    };
    fc.assert(
      fc.property(answersOf(kind), (message) => {
        const all = again(message);
        if (message.includes(strange) || digest.test(all.recorded))
          assert.equal(all.made, undefined, all.recorded);
        const less = bareMessage(kind, message);
        const { made, recorded } = again(less);
        assert.ok(made, recorded);
        assert.deepEqual(comparable(kind.plain(made)), comparable(kind.plain(less)));
      }),
      { numRuns: 300 },
    );
  });

const text = fc.string({ unit: 'grapheme', maxLength: 8 }).map((one) => JSON.stringify(one));
const point = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
const small = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8);
const leaves = {
  uint: fc.bigInt(0n, 2n ** 64n - 1n).map(String),
  int: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
  bool: fc.constantFrom('true', 'false'),
  float: small.map(point),
  double: small.map(point),
  text,
  instant: fc
    .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((at) => `"${at.toISOString().slice(0, 19)}"`),
  json: fc.oneof(text, small.map(point), fc.constantFrom('null', '[1,{"a":[]}]', '{"b":{}}')),
  vectors: fc.constantFrom('[0.5,-2.0]', '{"a":[1.0],"b":[[1.0],[2.0]]}', '{"indices":[7],"values":[0.5]}'),
  optimizers: fc.oneof(
    fc.constant('"ok"'),
    text.map((one) => `{"error":${one}}`),
  ),
} as const;

/** JSON as the gate writes it for a field. */
function jsonOf({ of, many, absent }: FieldForm): fc.Arbitrary<string> {
  const one =
    typeof of === 'string'
      ? leaves[of]
      : 'words' in of
        ? fc.constantFrom(...of.words.map((word) => JSON.stringify(word)))
        : messageOf(of);
  // An empty one is not on the wire, so the gate writes none that does not stand for that.
  const least = absent === undefined ? 1 : 0;
  if (many === 'list') return fc.array(one, { minLength: least, maxLength: 3 }).map((items) => `[${items}]`);
  if (many === 'map')
    return fc
      .dictionary(fc.string({ minLength: 1, maxLength: 4 }), one, { minKeys: least, maxKeys: 3 })
      .map((map) => `{${Object.entries(map).map(([key, value]) => `${JSON.stringify(key)}:${value}`)}}`);
  return one;
}

/** An id that says null is one that is hidden, and clients are told an empty text. */
const isNeverMissing = ({ of, may }: FieldForm): boolean =>
  typeof of === 'object' && 'text' in of && may === undefined;

function membersOf(fields: readonly FieldForm[]): fc.Arbitrary<string[]> {
  const members = fields.map((field) => {
    const member = jsonOf(field).map((value) => `"${field.name}":${value}`);
    if (field.absent === undefined) return fc.option(member, { nil: '' });
    if (isNeverMissing(field)) return member;
    return fc.oneof(member, fc.constant(`"${field.name}":${field.absent}`));
  });
  return fc.tuple(...members).map((all) => all.filter((one) => one !== ''));
}

function messageOf({ fields, bare, constant }: MessageForm): fc.Arbitrary<string> {
  if (bare) return fc.oneof(...fields.map(jsonOf));
  return membersOf(fields).map((all) => `{${[...(constant === undefined ? [] : [constant]), ...all]}}`);
}

for (const { service, method, answer } of qdrantMethods)
  test(`${service}/${method}: JSON of its answers goes into its message and comes out of it the same`, () => {
    const { message, result } = answer;
    const isBeside = ({ name }: FieldForm): boolean => name === 'time' || name === 'usage';
    const inResult = message.fields.filter((field) => !isBeside(field));
    const said =
      result === 'members'
        ? membersOf(inResult).map((all) => `{${all}}`)
        : result === 'field'
          ? jsonOf(inResult[0]!)
          : fc.constant('true');
    const whole =
      result === 'no-envelope'
        ? messageOf(message)
        : fc
            .tuple(said, membersOf(message.fields.filter(isBeside)))
            .map(([value, beside]) => `{${[`"result":${value}`, '"status":"ok"', ...beside]}}`);
    fc.assert(
      fc.property(whole, (json) => {
        const bytes = writeAnswer(answer, jsonTree(json)!);
        assert.ok(bytes, json);
        const twin = new TwinWriter(new WireReader(bytes), 64);
        twin.answer(answer);
        const vectors =
          /\[0\.5,-2\.0\]|\{"a":\[1\.0\],"b":\[\[1\.0\],\[2\.0\]\]\}|\{"indices":\[7\],"values":\[0\.5\]\}/g;
        const plain = json.replaceAll(vectors, '"vector"');
        const bodies = [
          plain,
          twin.json.written.toString().replaceAll(/\{"a":"vector","b":"vector"\}/g, '"vector"'),
        ];
        const [before, after] = bodies.map((one) => new CallBody(Buffer.from(one)));
        assert.deepEqual(differences(before!, after!), [], bodies.join('\n'));
      }),
      { numRuns: 100 },
    );
  });

test('an id that is hidden is an empty text, as the gate delivers it', () => {
  const { answer } = qdrantMethods.find(
    ({ service, method }) => service === 'qdrant.Points' && method === 'Get',
  )!;
  const made = writeAnswer(
    answer,
    jsonTree('{"result":[{"id":null,"payload":{}}],"status":"ok","time":0.0}')!,
  );
  const [point] = fromBinary(GetResponseSchema, made!).result;
  assert.deepEqual(point?.id?.pointIdOptions, { case: 'uuid', value: '' });
});

test('an answer that says more than its message can is none', () => {
  const { answer } = qdrantMethods.find(({ method }) => method === 'Count')!;
  const write = (json: string): Uint8Array | undefined => writeAnswer(answer, jsonTree(json)!);
  const good = '{"result":{"count":2},"status":"ok","time":0.5}';
  const message = create(CountResponseSchema, { result: { count: 2n }, time: 0.5 });
  assert.deepEqual(Buffer.from(write(good)!), Buffer.from(toBinary(CountResponseSchema, message)));
  for (const bad of [
    good.replace('"time"', '"more":1,"time"'),
    good.replace('2', '-2'),
    good.replace('2', '2.0'),
    good.replace('2', '99999999999999999999'),
    good.replace('2', '"2"'),
    good.replace('"ok"', '"bad"'),
    good.replace('{"count":2}', '[]'),
    '[]',
  ])
    assert.equal(write(bad), undefined, bad);
});
