import type { ServerHttp2Stream } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { answerWith } from '../../../gateway/src/engines/grpc/testing/test-store.ts';
import { framed } from '../../harness/unary-call.ts';
import { field, join, lyingField, numberField, tag, varint } from '../../harness/wire.ts';

/* Numbers of fields are those of Qdrant's points.proto and json_with_int.proto. */

/** Stands in every field that is masked. */
export const secret = 'HIDDEN-SECRET-HIDDEN';
const text = field(4, secret);
const entry = (key: string, value: Uint8Array): Buffer => join(field(1, key), field(2, value));
const floats = (...numbers: number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);
/** What the vectors of every point hold. */
export const vectorBytes = floats(0.22, 0.33, 0.44);

const id = field(1, numberField(1, 7));
const score = join(tag(3, 5), floats(0.5));
const vectors = field(6, field(1, field(101, field(1, vectorBytes))));
const payload = [entry('title', field(4, 'Blender')), entry('email', text)].map((one) => field(2, one));
const time = join(tag(2, 1), Buffer.alloc(8));
/** An answer to a query of points with these fields. */
const answer = (...points: readonly (readonly Uint8Array[])[]): Buffer =>
  join(...points.map((fields) => field(1, ...fields)), time);
const pointOf = (...more: readonly Uint8Array[]): Buffer => answer([id, ...payload, score, vectors, ...more]);

const nested = (depth: number): Buffer => {
  let value = text;
  for (let i = 0; i < depth; i++) value = field(6, field(1, entry('x', value)));
  return value;
};
const withPayload = (...entries: readonly Uint8Array[]): Buffer =>
  answer([id, ...entries.map((one) => field(2, one)), score, vectors]);

/** Messages that are no `QueryResponse`, or one that two readers read in two ways, or one with more in it. */
export const hostileMessages: readonly (readonly [what: string, message: Buffer])[] = [
  ['as it should be', pointOf()],
  ['a key of the payload twice', withPayload(entry('email', field(4, 'x')), entry('email', text))],
  [
    'a key of the payload twice, once allowed',
    withPayload(entry('title', field(4, 'x')), entry('title', text)),
  ],
  ['a value’s key behind it', withPayload(join(field(2, text), field(1, 'email')))],
  ['a value without a key', withPayload(field(2, text))],
  ['an entry’s key twice', withPayload(join(field(1, 'title'), entry('email', text)))],
  ['an entry’s value twice', withPayload(join(entry('email', field(4, 'x')), field(2, text)))],
  ['an entry with more in it', withPayload(join(entry('title', field(4, 'x')), field(3, secret)))],
  ['a value of an unknown kind', withPayload(entry('email', field(9, secret)))],
  ['a value of two kinds', withPayload(entry('email', join(field(4, 'x'), text)))],
  ['a value of a kind that lies in another way', withPayload(entry('email', field(3, secret)))],
  ['a list with more in it', withPayload(entry('email', field(7, join(field(1, text), field(2, secret)))))],
  [
    'a struct with a key twice',
    withPayload(entry('a', field(6, field(1, entry('b', text)), field(1, entry('b', text))))),
  ],
  ['a struct with more in it', withPayload(entry('a', field(6, field(2, secret))))],
  ['a struct that is nested very deep', withPayload(entry('a', nested(500)))],
  ['a null with words', withPayload(entry('a', join(numberField(1, 0), field(4, secret))))],
  [
    'a list in an allowed field’s name',
    withPayload(entry('title\0', text), entry('Title', text), entry(' title', text)),
  ],
  [
    'a name that is not UTF-8',
    answer([id, field(2, field(1, Buffer.from([0x65, 0xff])), field(2, text)), score]),
  ],
  ['a point with a field that is not known', pointOf(field(99, secret))],
  [
    'a point with a number that is not known',
    pointOf(join(tag(98, 2), varint(secret.length), Buffer.from(secret))),
  ],
  ['a point with its payload in a group', pointOf(join(tag(50, 3), field(2, secret), tag(50, 4)))],
  ['a point’s id twice', pointOf(id)],
  ['a point’s id of two kinds', answer([field(1, numberField(1, 7), field(2, 'x')), ...payload])],
  ['vectors twice', pointOf(vectors)],
  ['vectors with more in them', answer([id, ...payload, field(6, field(5, secret, vectorBytes))])],
  ['one vector and several', answer([id, field(6, field(1, vectorBytes), field(2, vectorBytes))])],
  ['a vector that is a text', answer([id, field(6, field(1, field(9, secret)))])],
  [
    'vectors by names, one twice',
    answer([id, field(6, field(2, field(1, entry('a', vectorBytes)), field(1, entry('a', vectorBytes))))]),
  ],
  ['an answer with a field that is not known', join(pointOf(), field(77, secret))],
  ['an answer with a usage that is not known', join(pointOf(), field(3, field(9, secret)))],
  ['an answer whose time stands twice', join(pointOf(), time)],
  ['an answer whose time is a text', join(answer([id]).subarray(0, -9), field(2, secret))],
  ['points that lie in another way', join(tag(1, 0), varint(1), field(5, secret))],
  ['an answer of groups', field(1, field(1, field(1, numberField(1, 1)), field(2, id, ...payload, vectors)))],
  ['an answer of a batch', field(1, field(1, id, ...payload, vectors))],
  [
    'an answer of a scroll',
    join(field(2, id, ...payload, field(4, field(1, field(1, vectorBytes)))), field(1, numberField(1, 3))),
  ],
  ['a text and nothing else', Buffer.from(secret)],
  ['a length past the end', join(pointOf(), lyingField(1, 5000, secret))],
  ['a length past the end of what holds it', answer([id, lyingField(2, 200, secret)])],
  ['a length in more bytes than it needs', join(tag(1, 2), varint(secret.length, 1), Buffer.from(secret))],
  ['a number that does not end', join(pointOf(), Buffer.alloc(12, 0xff), Buffer.from(secret))],
  ['field number 0', join(pointOf(), Buffer.from([0x02, secret.length]), Buffer.from(secret))],
  ['a wire type that is none', join(pointOf(), Buffer.from([0x0e]), Buffer.from(secret))],
  ['cut short', pointOf().subarray(0, -3)],
  ['cut short in the middle', pointOf().subarray(0, 60)],
];

type Behaviour = (stream: ServerHttp2Stream) => void;
const good = framed(pointOf());
const whole = { 'content-type': 'application/grpc' } as const;

/** Ends of calls that are no answers, or say more than an answer does. */
export const hostileEnds: readonly (readonly [what: string, behave: Behaviour])[] = [
  [
    'an error that quotes a value',
    (s) => answerWith(s, Buffer.alloc(0), { 'grpc-status': '3', 'grpc-message': secret }),
  ],
  [
    'an error alone that quotes a value',
    (s) =>
      s.respond(
        { ...whole, 'grpc-status': '9', 'grpc-message': encodeURIComponent(secret) },
        { endStream: true },
      ),
  ],
  [
    'an error with a message behind it',
    (s) => answerWith(s, good, { 'grpc-status': '5', 'grpc-message': 'no' }),
  ],
  [
    'an error with details',
    (s) =>
      answerWith(s, Buffer.alloc(0), {
        'grpc-status': '3',
        'grpc-message': 'no',
        'grpc-status-details-bin': Buffer.from(secret).toString('base64'),
      }),
  ],
  [
    'an error with metadata',
    (s) => answerWith(s, Buffer.alloc(0), { 'grpc-status': '3', 'grpc-message': 'no', 'x-quoted': secret }),
  ],
  ['an unknown status', (s) => answerWith(s, good, { 'grpc-status': '77', 'grpc-message': secret })],
  ['a status that is none', (s) => answerWith(s, good, { 'grpc-status': 'fine' })],
  ['OK with words', (s) => answerWith(s, good, { 'grpc-status': '0', 'grpc-message': secret })],
  [
    'OK with metadata before it',
    (s) =>
      answerWith(
        s,
        good,
        { 'grpc-status': '0' },
        { 'x-quoted': secret, 'x-quoted-bin': Buffer.from(secret).toString('base64') },
      ),
  ],
  ['OK with metadata behind it', (s) => answerWith(s, good, { 'grpc-status': '0', 'x-quoted': secret })],
  [
    'OK with the gate’s own names',
    (s) =>
      answerWith(s, good, { 'grpc-status': '0', 'vectorgate-notice': secret, 'vectorgate-decision': secret }),
  ],
  [
    'OK, and no message',
    (s) => answerWith(s, Buffer.alloc(0), { 'grpc-status': '0', 'grpc-message': secret }),
  ],
  ['OK alone', (s) => s.respond({ ...whole, 'grpc-status': '0', 'x-quoted': secret }, { endStream: true })],
  ['two messages', (s) => answerWith(s, Buffer.concat([good, good]))],
  ['an empty message before it', (s) => answerWith(s, Buffer.concat([framed(Buffer.alloc(0)), good]))],
  [
    'compressed',
    (s) => answerWith(s, framed(gzipSync(pointOf()), 1), undefined, { 'grpc-encoding': 'gzip' }),
  ],
  ['marked as compressed, and is not', (s) => answerWith(s, framed(pointOf(), 1))],
  ['an unknown mark', (s) => answerWith(s, framed(pointOf(), 9))],
  [
    'no trailers',
    (s) => {
      s.respond(whole);
      s.end(good);
    },
  ],
  ['trailers without a status', (s) => answerWith(s, good, { 'x-quoted': secret })],
  [
    'a page of another program',
    (s) => {
      s.respond({ ':status': 200, 'content-type': 'text/html' });
      s.end(secret);
    },
  ],
  [
    'a failure of a proxy',
    (s) => {
      s.respond({ ':status': 502, 'content-type': 'text/plain' });
      s.end(secret);
    },
  ],
  [
    'a demand for credentials',
    (s) => {
      s.respond({ ':status': 401, 'www-authenticate': secret });
      s.end(secret);
    },
  ],
  [
    'an answer before the answer',
    (s) => {
      s.additionalHeaders({ ':status': 103, link: secret });
      answerWith(s, good);
    },
  ],
  [
    'cut off in the message',
    (s) => {
      s.respond(whole);
      s.write(good.subarray(0, -5));
      setTimeout(() => s.close(2), 20);
    },
  ],
  [
    'the connection ends',
    (s) => {
      s.respond(whole);
      s.write(good.subarray(0, 30));
      setTimeout(() => s.session?.destroy(), 20);
    },
  ],
];
