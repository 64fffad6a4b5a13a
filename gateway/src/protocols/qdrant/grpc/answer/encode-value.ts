import type { JsonNode } from '../../../../json/json-node.ts';
import { stringText } from '../../../../json/string-text.ts';
import { AnswerWireError } from './answer-wire-error.ts';
import type { BackwardWriter } from './backward-writer.ts';

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

/** Writes the content of a `qdrant.Value` that says what a node of JSON says. */
export function encodeValue(out: BackwardWriter, json: Buffer, node: JsonNode): void {
  const before = out.length;
  switch (node.kind) {
    case 'string':
      out.bytes(Buffer.from(stringText(json, node)));
      out.head(4, before);
      return;
    case 'object':
      for (const { key, value } of node.members.list.toReversed()) {
        const entry = out.length;
        encodeValue(out, json, value);
        out.head(2, entry);
        const name = out.length;
        out.bytes(Buffer.from(key));
        out.head(1, name);
        out.head(1, entry);
      }
      out.head(6, before);
      return;
    case 'array':
      for (const item of node.items.toReversed()) {
        const from = out.length;
        encodeValue(out, json, item);
        out.head(1, from);
      }
      out.head(7, before);
      return;
    case 'numbers': {
      // No mask reads such a list, so it was crossed: words may stand in it too.
      const texts = json.toString('latin1', node.start + 1, node.end - 1).split(',');
      for (const text of texts.toReversed()) {
        const from = out.length;
        encodeWord(out, text.trim());
        out.head(1, from);
      }
      out.head(7, before);
      return;
    }
    default:
      encodeWord(out, json.toString('latin1', node.start, node.end));
  }
}

/** A number, or one of the three words of JSON. */
function encodeWord(out: BackwardWriter, text: string): void {
  if (text === 'null') out.bytes(Uint8Array.of(0x08, 0));
  else if (text === 'true' || text === 'false') out.bytes(Uint8Array.of(0x28, text === 'true' ? 1 : 0));
  else if (/^-?\d+$/.test(text)) {
    // So many digits fit into no 64 bits, and making a number of them may take minutes.
    const value = text.length > 20 ? most + 1n : BigInt(text);
    if (value < least || value > most) throw new AnswerWireError('a whole number is too large');
    out.varint(value);
    out.bytes(Uint8Array.of(0x18));
  } else if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
    const bytes = new Uint8Array(9);
    bytes[0] = 0x11;
    new DataView(bytes.buffer).setFloat64(1, Number(text), true);
    out.bytes(bytes);
  } else throw new AnswerWireError('no number');
}
