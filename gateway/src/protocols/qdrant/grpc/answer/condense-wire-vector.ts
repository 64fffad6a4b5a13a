import { hash } from 'node:crypto';
import { wireType } from '@vectorgate/store-messages/protobuf';
import { AnswerWireError } from './answer-wire-error.ts';
import { JsonWriter } from './json-writer.ts';
import { find, spanSize, WireReader } from './wire-reader.ts';

/** Lists of fewer numbers are recorded as they are, as in REST's records. */
const shortest = 8;

const known: ReadonlySet<number> = new Set([1, 2, 3, 101, 102, 103]);

/** Numbers of one list: the bytes that they lie in, and how each is read. */
interface Numbers {
  readonly bytes: Buffer;
  readonly count: number;
  readonly texts: () => string[];
}

const condensed = ({ bytes, count, texts }: Numbers): string =>
  count < shortest
    ? `[${texts().join(',')}]`
    : `{"dimension":${count},"sha256":"${hash('sha256', bytes, 'hex')}"}`;

/** The values of a repeated field of numbers, packed or not, as they lie on the wire. */
function gather(wire: WireReader, spans: readonly number[], number: number, type: number): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i < spans.length; i += spanSize) {
    if (spans[i]! >>> 3 !== number) continue;
    const found = spans[i]! & 7;
    if (found !== type && found !== wireType.counted) throw new AnswerWireError('no list of numbers');
    parts.push(wire.bytes.subarray(spans[i + 2]!, spans[i + 3]!));
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function floatsIn(bytes: Buffer): Numbers {
  if (bytes.length % 4 !== 0) throw new AnswerWireError('no list of numbers');
  return {
    bytes,
    count: bytes.length / 4,
    texts: () =>
      Array.from({ length: bytes.length / 4 }, (_, i) => {
        const writer = new JsonWriter(bytes, 32);
        writer.float(bytes.readFloatLE(i * 4));
        return writer.written.toString('latin1');
      }),
  };
}

const floats = (wire: WireReader, spans: readonly number[], number: number): Numbers =>
  floatsIn(gather(wire, spans, number, wireType.four));

function uints(wire: WireReader, spans: readonly number[], number: number): Numbers {
  const bytes = gather(wire, spans, number, wireType.varint);
  let count = 0;
  for (const byte of bytes) if (byte < 0x80) count++;
  return {
    bytes,
    count,
    texts: () => {
      const reader = new WireReader(bytes);
      return Array.from({ length: count }, () => {
        reader.varint(bytes.length);
        return String(reader.low >>> 0);
      });
    },
  };
}

const sparse = (indices: Numbers, values: Numbers): string =>
  `{"indices":${condensed(indices)},"values":${condensed(values)}}`;

/** `qdrant.VectorOutput` of any generation, in `[start, end)`: a choice of newer forms, or numbers and how they are cut. */
function read(wire: WireReader, start: number, end: number): string {
  const spans = wire.fields(start, end);
  for (let i = 0; i < spans.length; i += spanSize)
    if (!known.has(spans[i]! >>> 3)) throw new AnswerWireError('a vector of a kind that is not known');
  const within = (number: number): number[] | undefined => {
    const at = find(spans, number);
    if (at < 0) return undefined;
    if ((spans[at]! & 7) !== wireType.counted) throw new AnswerWireError('no vector');
    return wire.fields(spans[at + 2]!, spans[at + 3]!);
  };
  const dense = within(101);
  if (dense !== undefined) return condensed(floats(wire, dense, 1));
  const both = within(102);
  if (both !== undefined) return sparse(uints(wire, both, 2), floats(wire, both, 1));
  const several = within(103);
  if (several !== undefined) {
    const vectors: string[] = [];
    for (let i = 0; i < several.length; i += spanSize)
      if (several[i] === 0x0a)
        vectors.push(condensed(floats(wire, wire.fields(several[i + 2]!, several[i + 3]!), 1)));
    return `[${vectors.join(',')}]`;
  }
  const data = floats(wire, spans, 1);
  const indices = within(2);
  if (indices !== undefined) return sparse(uints(wire, indices, 1), data);
  const counted = find(spans, 3);
  if (counted < 0) return condensed(data);
  wire.at = spans[counted + 2]!;
  wire.varint(end);
  const count = wire.low;
  const size = data.bytes.length / count;
  if (!(count > 0 && wire.high === 0 && size % 4 === 0)) throw new AnswerWireError('no vectors of one size');
  return `[${Array.from({ length: count }, (_, i) => condensed(floatsIn(data.bytes.subarray(i * size, (i + 1) * size)))).join(',')}]`;
}

/**
 * What a record keeps of a vector that lies on the wire: dimension and digest of its numbers as they lie there, each of
 * several by itself; of one in an unknown form its size and digest.
 */
export function condenseWireVector(wire: WireReader, start: number, end: number): string {
  try {
    return read(wire, start, end);
  } catch (error) {
    if (!(error instanceof AnswerWireError)) throw error;
    return `{"size":${end - start},"sha256":"${hash('sha256', wire.bytes.subarray(start, end), 'hex')}"}`;
  }
}
