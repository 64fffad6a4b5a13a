import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt';
import { checkWire } from './check-wire.ts';
import { planOf } from './message-plan.ts';

const field = (
  name: string,
  number: number,
  type: Type,
  more: { list?: boolean; typeName?: string; oneofIndex?: number } = {},
) => ({
  name,
  number,
  type,
  label: more.list ? Label.REPEATED : Label.OPTIONAL,
  ...(more.typeName !== undefined && { typeName: more.typeName }),
  ...(more.oneofIndex !== undefined && { oneofIndex: more.oneofIndex }),
});

/** One field of every kind that the check tells apart. */
const Everything: DescMessage = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      create(FileDescriptorProtoSchema, {
        name: 'everything.proto',
        package: 't',
        syntax: 'proto3',
        enumType: [
          {
            name: 'Colour',
            value: [
              { name: 'RED', number: 0 },
              { name: 'BLUE', number: 5 },
              { name: 'BACK', number: -1 },
            ],
          },
        ],
        messageType: [
          {
            name: 'Everything',
            oneofDecl: [{ name: 'either' }],
            nestedType: [
              {
                name: 'MapEntry',
                field: [
                  field('key', 1, Type.STRING),
                  field('value', 2, Type.MESSAGE, { typeName: '.t.Everything' }),
                ],
                options: { mapEntry: true },
              },
              {
                name: 'NumbersEntry',
                field: [field('key', 1, Type.UINT32), field('value', 2, Type.BOOL)],
                options: { mapEntry: true },
              },
            ],
            field: [
              field('text', 1, Type.STRING),
              field('flag', 2, Type.BOOL),
              field('small', 3, Type.UINT32),
              field('int', 4, Type.INT32),
              field('long', 5, Type.INT64),
              field('double', 6, Type.DOUBLE),
              field('float', 7, Type.FLOAT),
              field('colour', 8, Type.ENUM, { typeName: '.t.Colour' }),
              field('inner', 9, Type.MESSAGE, { typeName: '.t.Everything' }),
              field('vector', 10, Type.FLOAT, { list: true }),
              field('numbers', 11, Type.UINT32, { list: true }),
              field('texts', 12, Type.STRING, { list: true }),
              field('list', 13, Type.MESSAGE, { list: true, typeName: '.t.Everything' }),
              field('map', 14, Type.MESSAGE, { list: true, typeName: '.t.Everything.MapEntry' }),
              field('this', 15, Type.STRING, { oneofIndex: 0 }),
              field('that', 16, Type.UINT32, { oneofIndex: 0 }),
              field('raw', 17, Type.BYTES),
              field('by_number', 18, Type.MESSAGE, { list: true, typeName: '.t.Everything.NumbersEntry' }),
              field('colours', 19, Type.ENUM, { list: true, typeName: '.t.Colour' }),
              field('doubles', 20, Type.DOUBLE, { list: true }),
              field('unsigned', 21, Type.UINT64),
            ],
          },
        ],
      }),
    ],
  }),
).getMessage('t.Everything')!;
const plan = planOf(Everything);

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const check = (hex: string, limits?: Parameters<typeof checkWire>[2]): void =>
  checkWire(plan, bytes(hex), limits);

const passing: readonly (readonly [what: string, hex: string])[] = [
  ['nothing', ''],
  ['a text', '0a02 c3a9'],
  ['an empty text', '0a00'],
  ['yes', '1001'],
  ['no, written out', '1000'],
  ['the largest number of 32 bits', '18ffffffff0f'],
  ['-1 of 32 bits', '20ffffffffffffffffff01'],
  ['the smallest number of 64 bits', '2880808080808080808001'],
  ['the largest number of 64 bits', 'a801ffffffffffffffffff01'],
  ['a double', '310000000000000000'],
  ['a double that is no number', '31000000000000f87f'],
  ['a float', '3d00000000'],
  ['a known number of an enum', '4005'],
  ['a known negative one', '40ffffffffffffffffff01'],
  ['a message in a message', '4a021001'],
  ['a packed vector', '5208 00000000 0000803f'],
  ['an empty one', '5200'],
  ['an unpacked vector', '5500000000 550000803f'],
  ['a vector in both ways', '5504000000 5204 00000000'],
  ['a packed list', '5a0301ac02'],
  ['an unpacked list', '5801 58ac02'],
  ['texts', '6201 61 6201 61'],
  ['messages', '6a00 6a021001'],
  ['a map', '7205 0a0161 1200 7205 0a0162 1200'],
  ['a map whose entry has its key last', '7205 1200 0a0161'],
  ['a map of an empty key', '7200'],
  ['a member of a oneof', '7a0161'],
  ['bytes that are no text', '8a0101ff'],
  ['a map by number', '920104 0801 1001 920104 0802 1001'],
  ['a packed list of an enum', '9a01020005'],
  ['fields in any order', '1001 0a0161'],
  ['the same key in a map, and in a map of one of its values', '720a 0a0161 1205 7203 0a0161'],
];

test('what every reader reads alike passes', () => {
  for (const [what, hex] of passing) assert.doesNotThrow(() => check(hex), what);
});

const attacks: readonly (readonly [what: string, hex: string, code: string])[] = [
  ['an unknown field', 'b20601 61', 'wire-unknown-field'],
  ['an unknown field of one byte', 'b00101', 'wire-unknown-field'],
  ['an unknown field in a message', '4a03b00101', 'wire-unknown-field'],
  ['an unknown field in a message of a list', '6a03b00101', 'wire-unknown-field'],
  ['an unknown field in a map’s value', '7205 1203 b00101', 'wire-unknown-field'],
  ['an unknown field in a map’s entry', '7202 1801', 'wire-unknown-field'],
  ['an unknown field of a fixed length', 'b10100000000 00000000', 'wire-unknown-field'],
  ['field 0', '0001', 'wire-field-number'],
  ['field 0 in a message', '4a020001', 'wire-field-number'],
  ['a tag beyond 32 bits', '888080801001', 'wire-field-number'],
  ['a tag beyond all fields', 'f8ffffff7f01', 'wire-field-number'],
  ['a group', '0b0c', 'wire-group'],
  ['the end of a group', '0c', 'wire-group'],
  ['a group of a message', '4b4c', 'wire-group'],
  ['wire type 6', '0e01', 'wire-group'],
  ['wire type 7', '0f01', 'wire-group'],
  ['a text twice', '0a0161 0a0161', 'wire-duplicate-field'],
  ['a number twice', '1001 1000', 'wire-duplicate-field'],
  ['a message twice, which readers merge', '4a00 4a00', 'wire-duplicate-field'],
  ['a number twice in a message', '4a0410011001', 'wire-duplicate-field'],
  ['both members of a oneof', '7a0161 800101', 'wire-duplicate-field'],
  ['one member of a oneof twice', '800101 800101', 'wire-duplicate-field'],
  ['a key twice in one entry', '7206 0a0161 0a0162', 'wire-duplicate-field'],
  ['a value twice in one entry', '7204 1200 1200', 'wire-duplicate-field'],
  ['a text as a number', '0801', 'wire-type'],
  ['a number as a text', '120161', 'wire-type'],
  ['a message as a number', '4801', 'wire-type'],
  ['a double as a float', '3500000000', 'wire-type'],
  ['a float as a double', '390000000000000000', 'wire-type'],
  ['a singular number, packed', '1a0101', 'wire-type'],
  ['a list of texts as a number', '6001', 'wire-type'],
  ['a list of floats as doubles', '510000000000000000', 'wire-type'],
  ['a list of whole numbers as floats', '5d00000000', 'wire-type'],
  ['a map as a number', '7001', 'wire-type'],
  ['a number of eleven bytes', '2880808080808080808080 01', 'wire-varint'],
  ['a number beyond 64 bits', '28ffffffffffffffffff02', 'wire-varint'],
  ['a number that goes on at its tenth byte', '28ffffffffffffffffff81 00', 'wire-varint'],
  ['a number in more bytes than it needs', '188100', 'wire-varint'],
  ['zero in two bytes', '188000', 'wire-varint'],
  ['a tag in more bytes than it needs', '8a0000', 'wire-varint'],
  ['a length in more bytes than it needs', '0a810061', 'wire-varint'],
  ['a packed number in more bytes than it needs', '5a028100', 'wire-varint'],
  ['a length past the end', '0a0261', 'wire-length'],
  ['a huge length', '0affffffff0f61', 'wire-length'],
  ['a length beyond 32 bits', '0affffffffff0f61', 'wire-length'],
  ['a message past the end', '4a051001', 'wire-length'],
  ['a text past the end of its message, not of all', '4a020a03 616161', 'wire-length'],
  ['a number that does not end', '18ff', 'wire-length'],
  ['a tag that does not end', '80', 'wire-length'],
  ['a tag without a value', '18', 'wire-length'],
  ['a number past the end of its message', '4a0218ff 01', 'wire-length'],
  ['half a double', '3100000000', 'wire-length'],
  ['a double past the end of its message', '4a02310000000000 0000 0000', 'wire-length'],
  ['half a float in a vector', '5206 00000000 0000', 'wire-length'],
  ['half a double in a list', 'a2010400000000', 'wire-length'],
  ['a packed number past its list', '5a01ac 02', 'wire-length'],
  ['a text that is not UTF-8', '0a01ff', 'wire-encoding'],
  ['half a character', '0a01c3', 'wire-encoding'],
  ['an overlong character', '0a02c0af', 'wire-encoding'],
  ['a surrogate', '0a03eda080', 'wire-encoding'],
  ['a text of a list that is not UTF-8', '6201 61 6201 ff', 'wire-encoding'],
  ['a key that is not UTF-8', '7203 0a01ff', 'wire-encoding'],
  ['a long text that is not UTF-8', `0a40 ${'61'.repeat(63)}ff`, 'wire-encoding'],
  ['a key twice in a map', '7203 0a0161 7203 0a0161', 'wire-duplicate-key'],
  ['a key twice, once behind its value', '7203 0a0161 7205 1200 0a0161', 'wire-duplicate-key'],
  ['the empty key twice, once left out', '7202 0a00 7200', 'wire-duplicate-key'],
  ['a number twice as a key', '920102 0801 920102 0801', 'wire-duplicate-key'],
  ['0 twice as a key, once left out', '920102 0800 920100', 'wire-duplicate-key'],
  ['an unknown number of an enum', '4001', 'wire-unknown-enum'],
  ['one beyond 32 bits that would be known, cut', '408580808010', 'wire-unknown-enum'],
  ['an unknown number of an enum in a list', '9a01020001', 'wire-unknown-enum'],
  ['an unknown number of an enum, unpacked', '980101', 'wire-unknown-enum'],
  ['2 for yes', '1002', 'wire-range'],
  ['yes beyond 32 bits', '108180808010', 'wire-range'],
  ['a number of 33 bits for one of 32', '188080808010', 'wire-range'],
  ['-1 for a number without sign', '18ffffffffffffffffff01', 'wire-range'],
  ['2^31 for a number with sign', '208080808008', 'wire-range'],
  ['a number of 33 bits in a list', '5a058080808010', 'wire-range'],
];

test('what some reader could read otherwise is refused', () => {
  assert.ok(attacks.length >= 40);
  for (const [what, hex, code] of attacks) assert.throws(() => check(hex), { code }, what);
});

test('messages are read down to a depth, up to a size, and up to a number of values', () => {
  let nested: Buffer = Buffer.alloc(0);
  const deeper = () => {
    const length =
      nested.length < 128 ? [nested.length] : [(nested.length & 0x7f) | 0x80, nested.length >> 7];
    return Buffer.from([0x4a, ...length, ...nested]);
  };
  for (let i = 1; i < 64; i++) nested = deeper();
  assert.doesNotThrow(() => checkWire(plan, nested));
  nested = deeper();
  assert.throws(() => checkWire(plan, nested), { code: 'wire-depth' });
  assert.throws(() => check('4a00', { depth: 1 }), { code: 'wire-depth' });
  assert.throws(() => check('0a0161', { bytes: 2 }), { code: 'wire-size' });
  assert.throws(() => check('5801 5801 5801', { values: 2 }), { code: 'wire-size' });
  assert.throws(() => check('5a03010101', { values: 3 }), { code: 'wire-size' });
  assert.doesNotThrow(() => check(`5280 02${'00'.repeat(256)}`, { values: 1 }), 'a vector is one value');
});
