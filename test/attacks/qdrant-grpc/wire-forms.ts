import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { field, join, lyingField, numberField, tag, varint } from '../../harness/wire.ts';
import type { Attack } from '../attack-table.ts';
import type { GrpcTries } from './tries.ts';

/* Numbers of fields are those of Qdrant's points.proto and json_with_int.proto. */

const name = field(1, 'cases');
const limit = numberField(8, 5);
const everything = join(field(10, numberField(1, 1)), field(11, numberField(1, 1)));
const usual = join(name, limit, everything);

/** `Condition` that a field is this word. */
const is = (key: string, value: string): Buffer => field(1, field(1, key), field(2, field(1, value)));
const filterOf = (...conditions: readonly Uint8Array[]): Buffer =>
  field(5, ...conditions.map((condition) => field(2, condition)));
const narrow = filterOf(is('tenant', 'acme'));
const wide = filterOf(is('tenant', 'globex'));
/** `Condition` that it has one of these ids; each is a `PointId`. */
const hasIds = (...ids: readonly Uint8Array[]): Buffer => field(3, ...ids.map((one) => field(1, one)));
const two = numberField(1, 2);
const nothingKnown = numberField(1000, 1);
/** A prefetch of points near one of them. */
const nearTwo = field(1, field(1, two));

/** An upsert of one point, whose payload's entries these are. */
const upsertOf = (...entries: readonly Uint8Array[]): Uint8Array =>
  join(
    name,
    field(3, field(1, numberField(1, 1)), ...entries.map((entry) => field(3, entry)), field(4, field(1))),
  );
const entry = (key: string, value: string): Buffer => join(field(1, key), field(2, field(4, value)));

/** Filters, one in the other. */
const nested = (depth: number): Buffer => {
  let condition = is('n', 'x');
  for (let i = 0; i < depth; i++) condition = field(4, field(2, condition));
  return filterOf(condition);
};

/** Messages that two readers could read in two ways, and others that nobody sends. */
export function wireFormAttacks({ refused, either }: GrpcTries): Attack[] {
  const query = (what: string, ...pieces: readonly Uint8Array[]): Attack =>
    refused(what, grpc.raw('qdrant.Points/Query', join(...pieces)));
  const scroll = (what: string, ...pieces: readonly Uint8Array[]): Attack =>
    refused(what, grpc.raw('qdrant.Points/Scroll', join(...pieces)));
  const upsert = (what: string, ...entries: readonly Uint8Array[]): Attack =>
    refused(what, grpc.raw('qdrant.Points/Upsert', upsertOf(...entries)));
  const allowed = (what: string, ...pieces: readonly Uint8Array[]): Attack =>
    either(what, grpc.raw('qdrant.Points/Query', join(...pieces)));
  return [
    query('a filter twice, the wider last', usual, narrow, wide),
    query('a filter twice, the wider first', usual, wide, narrow),
    query('a filter twice, one of them empty', usual, narrow, field(5)),
    query('the collection twice, hers first', usual, field(1, 'secret')),
    query('the collection twice, hers last', field(1, 'secret'), usual),
    query('the collection twice, the same', usual, name),
    query('the limit twice, the larger last', usual, numberField(8, 1000)),
    query('the limit twice, the larger first', numberField(8, 1000), usual),
    query('a query twice', usual, field(3, field(1, field(1, two))), field(3, field(7, numberField(1, 0)))),
    query('the payload’s selector twice', usual, field(11, field(3, field(1, 'n')))),
    query('a lookup twice', usual, field(14, field(1, 'cases')), field(14, field(1, 'secret'))),
    query('two kinds of query in one', usual, field(3, numberField(7, 0), field(5, field(1, 'email')))),
    query('the same kind of query twice', usual, field(3, numberField(7, 0), numberField(7, 0))),
    query('a condition of two kinds', usual, filterOf(join(is('tenant', 'acme'), hasIds(two)))),
    query('a condition of one kind twice', usual, filterOf(join(is('n', 'a'), is('email', 'b')))),
    query(
      'a match of two kinds',
      usual,
      filterOf(field(1, field(1, 'tenant'), field(2, field(1, 'acme'), field(4, 'globex')))),
    ),
    query(
      'a key twice',
      usual,
      filterOf(field(1, field(1, 'n'), field(1, 'email'), field(2, field(1, 'x')))),
    ),
    query('a point by two ids', usual, filterOf(hasIds(join(two, field(2, 'x'))))),
    query('a point by one id twice', usual, filterOf(hasIds(join(numberField(1, 1), two)))),
    query('a selector of two kinds', name, limit, field(11, numberField(1, 1), field(2, field(1, 'n')))),
    query('nothing selected', name, limit, field(11)),
    query('an empty condition', usual, filterOf(new Uint8Array())),
    query('an id of nothing', usual, filterOf(hasIds(new Uint8Array()))),
    query('an empty query', usual, field(3)),

    query('an unknown field', usual, nothingKnown),
    query('an unknown field of bytes', usual, field(1000, 'secret')),
    query('an unknown field in the filter', usual, field(5, nothingKnown)),
    query('an unknown field in a condition', usual, filterOf(join(is('n', 'x'), nothingKnown))),
    query('an unknown kind of condition', usual, filterOf(field(8, 'x'))),
    query(
      'an unknown field in a condition’s field',
      usual,
      filterOf(field(1, field(1, 'n'), field(2, field(1, 'x')), nothingKnown)),
    ),
    query('an unknown field in a match', usual, filterOf(field(1, field(1, 'n'), field(2, nothingKnown)))),
    query('an unknown field in an id', usual, filterOf(hasIds(join(two, nothingKnown)))),
    query('an unknown field in a prefetch', usual, field(2, nothingKnown)),
    query('an unknown field in a prefetch in one', usual, field(2, field(1, nothingKnown))),
    query('an unknown field in a lookup', usual, field(14, field(1, 'cases'), nothingKnown)),
    query('an unknown field in a query’s vector', usual, field(3, field(1, field(2, nothingKnown)))),
    query('a field of a later protocol in the parameters', usual, field(6, field(6, field(1)))),
    query('a field of a later protocol in the request', usual, field(16, 'x')),
    query('a kind of query of a later protocol', usual, field(3, field(12, 'x'))),
    query('a kind of selector of a later protocol', usual, field(5), field(13, field(3, 'x'))),
    scroll('a field of a later protocol in a scroll', name, field(12, 'x')),
    refused(
      'a selection of a later protocol in a delete',
      grpc.raw('qdrant.Points/Delete', join(name, field(3, field(3)))),
    ),
    refused(
      'an operation of a later protocol in a batch',
      grpc.raw('qdrant.Points/UpdateBatch', join(name, field(3, field(11)))),
    ),

    query('a limit in more bytes than it needs', name, tag(8, 0), varint(5, 1), everything),
    query('a tag in more bytes than it needs', usual, varint(0x10, 1)),
    query('a length in more bytes than it needs', limit, tag(1, 2), varint(5, 1), Buffer.from('cases')),
    query('a limit of eleven bytes', name, tag(8, 0), varint(5, 10)),
    query('a limit of more than 64 bits', name, tag(8, 0), Buffer.from([...Array(9).fill(0xff), 0x7f])),
    query('a limit that does not end', name, tag(8, 0), Buffer.from([0xff])),
    query('yes in another way', name, limit, field(11, tag(1, 0), Buffer.from([2]))),
    query('an unknown word of an enum', usual, field(3, numberField(6, 99))),
    query('a word of an enum below none', usual, field(3, numberField(6, -1))),
    query('a limit of a fixed length', name, tag(8, 1), Buffer.alloc(8, 1)),
    query('a limit as a list of numbers', name, field(8, varint(5))),
    query('the collection as a number', numberField(1, 5), limit),
    query('the filter as a number', usual, numberField(5, 1)),
    query('a length past the end', limit, lyingField(1, 500, 'cases')),
    query('a length past the end of what holds it', usual, field(5, lyingField(2, 100, is('n', 'x'))), limit),
    query('a length of nearly all there is', usual, lyingField(5, 2 ** 32 - 1, '')),
    query('a group', usual, tag(5, 3), tag(5, 4)),
    query('a group that is known to nobody', usual, tag(1000, 3), field(1, 'secret'), tag(1000, 4)),
    query('the end of a group', usual, tag(5, 4)),
    query('wire type 6', usual, tag(5, 6)),
    query('wire type 7', usual, tag(5, 7)),
    query('field number 0', usual, Buffer.from([0x02, 0x00])),
    query('a field number beyond all', usual, tag(2 ** 29, 0), varint(1)),
    query('a byte too many', usual, Buffer.from([0x08])),
    query('a name that is not UTF-8', field(1, Buffer.from([0x63, 0xff])), limit),
    query('a name in too many bytes of UTF-8', field(1, Buffer.from([0xc1, 0xa3]), 'ases'), limit),
    query('a name with an end in it', field(1, 'cases\0secret'), limit),
    query('a key that is not UTF-8', usual, filterOf(field(1, field(1, Buffer.from([0xed, 0xa0, 0x80]))))),
    query('filters nested too deep', usual, nested(200)),
    query('nothing at all'),

    upsert('a key of a payload twice', entry('tenant', 'acme'), entry('tenant', 'globex')),
    upsert('an entry’s key twice', join(field(1, 'tenant'), entry('x', 'globex'))),
    upsert('an entry’s value twice', join(entry('tenant', 'acme'), field(2, field(4, 'globex')))),
    upsert('a value of two kinds', join(field(1, 'tenant'), field(2, field(4, 'acme'), numberField(3, 1)))),
    upsert('a value of no kind', join(field(1, 'tenant'), field(2))),
    upsert('a value of an unknown kind', join(field(1, 'tenant'), field(2, field(8, 'acme')))),
    upsert('an unknown field in an entry', join(entry('tenant', 'acme'), nothingKnown)),
    upsert(
      'a key of a payload below twice',
      join(field(1, 'x'), field(2, field(6, field(1, entry('a', 'b')), field(1, entry('a', 'c'))))),
    ),
    scroll('an id as an offset twice', name, field(3, two), field(3, two)),

    allowed(
      'numbers of a list each by itself',
      usual,
      filterOf(field(1, field(1, 'n'), field(2, field(6, numberField(1, 1), numberField(1, 2))))),
    ),
    allowed(
      'numbers of a list in one',
      usual,
      filterOf(field(1, field(1, 'n'), field(2, field(6, field(1, varint(1), varint(2)))))),
    ),
    allowed(
      'numbers of a list both ways',
      usual,
      filterOf(field(1, field(1, 'n'), field(2, field(6, field(1, varint(1)), numberField(1, 2))))),
    ),
    allowed(
      'floats of a vector each by itself',
      usual,
      field(
        3,
        field(
          1,
          field(2, ...[1, 2, 3].map((one) => join(tag(1, 5), Buffer.from(Float32Array.of(one).buffer)))),
        ),
      ),
    ),
    allowed('all fields the other way round', everything, wide, limit, name),
    allowed(
      'prefetches between other fields',
      name,
      field(2, field(2, nearTwo)),
      limit,
      field(2, field(2, nearTwo)),
      everything,
      field(3, numberField(6, 0)),
    ),
    allowed('defaults written out', usual, field(5, field(4, numberField(2, 0))), numberField(9, 0)),
    allowed(
      'no bound that is a number',
      usual,
      filterOf(field(1, field(1, 'n'), field(3, tag(1, 1), Buffer.from(Float64Array.of(Number.NaN).buffer)))),
    ),
    allowed(
      'a threshold that is no number',
      usual,
      tag(7, 5),
      Buffer.from(Float32Array.of(Number.NaN).buffer),
    ),
  ];
}
