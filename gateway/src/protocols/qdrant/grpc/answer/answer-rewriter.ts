import { wireType } from '@vectorgate/store-messages/protobuf';
import type { AnswerForm, FieldForm, MessageForm, PlacedField } from '@vectorgate/store-messages/qdrant';
import type { JsonDocument, JsonNode } from '../../../../json/json-node.ts';
import { readKey } from '../../../../json/known-keys.ts';
import { stringText } from '../../../../json/string-text.ts';
import { inResult, isVector, unknownFields } from './twin-writer.ts';
import { type Became, memberOf, mismatch, ValueRewriter } from './value-rewriter.ts';
import { spanSize } from './wire-reader.ts';

/** Where a field of a message goes: the node that says what becomes of it, and its number there. */
interface Place {
  readonly node: JsonNode | undefined;
  readonly number: number;
}

/**
 * Walks an answer's message together with the masked JSON, and writes the message that says the same. What the JSON
 * says as before is kept to the byte; what it says otherwise, and nobody foresaw, throws `AnswerWireError`.
 */
export class AnswerRewriter extends ValueRewriter {
  readonly #root: JsonNode;
  /** As `TwinWriter.vectors`, of the masked JSON and from its end. */
  readonly vectors: number[] = [];

  constructor(message: Buffer, { bytes, root }: JsonDocument) {
    super(message, bytes);
    this.#root = root;
  }

  /** The message as it is to be delivered. `asked`: the form of the message that the caller waits for. */
  answer(form: AnswerForm, asked: AnswerForm): Buffer {
    const root = this.#root;
    const message = this.wire.bytes;
    if (root.kind !== 'object' || form.result === 'no-envelope' || asked.result === 'no-envelope')
      throw mismatch();
    const spans = this.wire.fields(0, message.length);
    const result = memberOf(root, 'result');
    const place = (field: FieldForm): Place | undefined => {
      const there = asked === form ? field : counterpart(asked, field);
      if (there === undefined) return undefined;
      const { name, number } = there;
      const bare = asked.result === 'field' && inResult(there);
      return { node: bare ? result : memberOf(inResult(there) ? result : root, name), number };
    };
    const keepsUnknown = asked === form && root.members.has(unknownFields);
    return this.#fields(form.message, spans, root, keepsUnknown, place) ? this.out.take() : message;
  }

  /**
   * Writes the fields of a message; returns whether anything differs. `holder`: the object whose members say what becomes
   * of them, or the value of the one field of a choice; `place` says otherwise, undefined where a field goes nowhere.
   */
  #fields(
    form: MessageForm,
    spans: readonly number[],
    holder: JsonNode,
    keepsUnknown: boolean,
    place?: (field: FieldForm) => Place | undefined,
  ): boolean {
    const out = this.out;
    const { byNumber, bare } = form;
    /** Items or members of each field of many that were not met yet. */
    let left: number[] | undefined;
    let changed = false;
    for (let i = spans.length - spanSize; i >= 0; i -= spanSize) {
      const [from, content, end] = [spans[i + 1]!, spans[i + 2]!, spans[i + 3]!];
      const field = byNumber[spans[i]! >>> 3];
      if (field === undefined) {
        if (keepsUnknown) out.keep(from, end);
        else changed = true;
        continue;
      }
      let { number } = field;
      let node: JsonNode | undefined;
      if (place === undefined) node = bare ? holder : memberOf(holder, field.name);
      else {
        const there = place(field);
        if (there === undefined) {
          changed = true;
          continue;
        }
        ({ node, number } = there);
      }
      if (field.many !== undefined) {
        left ??= [];
        const known = left[field.number];
        const count: number = known ?? this.#count(field, spans, node);
        left[field.number] = count;
        if (field.many === 'map' && field.of === 'json') {
          const kept = this.member(number, from, content, end, node);
          if (kept !== 'gone') left[field.number] = count - 1;
          if (kept !== 'same') changed = true;
          continue;
        }
        if (isPlain(field)) {
          out.keep(from, end);
          continue;
        }
        node = node?.kind === 'array' ? node.items[count - 1] : undefined;
        if (field.may === 'be-shortened' && !(node && this.#same(field, content, end, node))) {
          changed = true;
          continue;
        }
        left[field.number] = count - 1;
      }
      const before = out.length;
      const differs = this.#value(field, content, end, node, keepsUnknown);
      if (differs === 'gone') changed = true;
      else if (differs === 'same' && number === field.number) out.keep(from, content);
      else {
        if ((spans[i]! & 7) === wireType.counted) out.head(number, before);
        else out.tag(number, spans[i]! & 7);
        changed = true;
      }
    }
    if (left?.some((count) => count !== 0)) throw mismatch();
    return changed;
  }

  /** How many items or members of a field must be met. */
  #count(field: PlacedField, spans: readonly number[], node: JsonNode | undefined): number {
    if (field.many === 'map' && field.of === 'json') {
      if (node?.kind !== 'object') throw mismatch();
      return node.members.size;
    }
    if (isPlain(field)) {
      // Nothing in it can be masked: it is as it was, or nobody knows.
      const same = this.matches(node, (before) => before.field(field, spans, 0));
      if (!same) throw mismatch();
      return 0;
    }
    if (node?.kind !== 'array') throw mismatch();
    let count = 0;
    for (let i = 0; i < spans.length; i += spanSize) if (spans[i]! >>> 3 === field.number) count++;
    if (field.may !== 'be-shortened' && node.items.length !== count) throw mismatch();
    return node.items.length;
  }

  /** Writes the value of a field, without its head. */
  #value(
    field: FieldForm,
    start: number,
    end: number,
    node: JsonNode | undefined,
    keepsUnknown: boolean,
  ): Became {
    const { of, may } = field;
    if (may === 'be-null' && (node === undefined || node.kind === 'null')) return 'gone';
    if (node === undefined) throw mismatch();
    if (of === 'vectors') return this.#vectors(start, end, node, keepsUnknown) ? 'other' : 'same';
    if (typeof of === 'object' && 'fields' in of)
      return this.#message(of, start, end, node, keepsUnknown) ? 'other' : 'same';
    if (this.#same(field, start, end, node)) {
      this.out.keep(start, end);
      return 'same';
    }
    if (may === 'be-zero' && node.end - node.start === 1 && this.masked[node.start] === 0x30) return 'gone';
    throw mismatch();
  }

  #message(form: MessageForm, start: number, end: number, node: JsonNode, keepsUnknown: boolean): boolean {
    const out = this.out;
    if (form.bare && form.fields[0]?.many === undefined) {
      const before = this.before;
      before.unknown = false;
      const same = this.matches(node, (twin) => twin.message(form, start, end, 0));
      if (same && (keepsUnknown || !before.unknown)) {
        out.keep(start, end);
        return false;
      }
      if (!same) {
        if (form.text === undefined || (node.kind !== 'string' && node.kind !== 'null')) throw mismatch();
        // Clients demand an id here: an empty text stands for every one that is hidden alike.
        const from = out.length;
        out.bytes(Buffer.from(node.kind === 'string' ? stringText(this.masked, node) : ''));
        out.head(form.text, from);
        return true;
      }
    }
    if (!form.bare && node.kind !== 'object') throw mismatch();
    const keeps = form.point ? node.kind === 'object' && node.members.has(unknownFields) : keepsUnknown;
    return this.#fields(form, this.wire.fields(start, end), node, keeps);
  }

  /** Whether a value of a field is as it was. */
  #same(field: FieldForm, start: number, end: number, node: JsonNode): boolean {
    return this.matches(node, (before) => before.value(field, start, end, 0));
  }

  /** One vector, or those of several that are still there. */
  #vectors(start: number, end: number, node: JsonNode, keepsUnknown: boolean): boolean {
    const wire = this.wire;
    const out = this.out;
    const spans = wire.fields(start, end);
    let changed = false;
    for (let i = spans.length - spanSize; i >= 0; i -= spanSize) {
      const [from, content, to] = [spans[i + 1]!, spans[i + 2]!, spans[i + 3]!];
      if (spans[i] === 0x0a) {
        this.#keepVector(node, content, to);
        out.keep(from, to);
      } else if (spans[i] === 0x12) {
        const before = out.length;
        if (!this.#namedVectors(content, to, node, keepsUnknown)) out.keep(from, content);
        else {
          out.head(2, before);
          changed = true;
        }
      } else if (keepsUnknown) out.keep(from, to);
      else changed = true;
    }
    return changed;
  }

  #namedVectors(start: number, end: number, node: JsonNode, keepsUnknown: boolean): boolean {
    const wire = this.wire;
    const out = this.out;
    if (node.kind !== 'object') throw mismatch();
    const spans = wire.fields(start, end);
    let left = node.members.size;
    let changed = false;
    for (let i = spans.length - spanSize; i >= 0; i -= spanSize) {
      const [from, content, to] = [spans[i + 1]!, spans[i + 2]!, spans[i + 3]!];
      if (spans[i] !== 0x0a) {
        if (keepsUnknown) out.keep(from, to);
        else changed = true;
        continue;
      }
      wire.entry(content, to);
      const vector = memberOf(node, readKey(wire.bytes, wire.keyStart, wire.keyEnd));
      if (vector === undefined) {
        changed = true;
        continue;
      }
      left--;
      this.#keepVector(vector, wire.valueStart, wire.valueEnd);
      out.keep(from, to);
    }
    if (left !== 0) throw mismatch();
    return changed;
  }

  /** Notes where a vector stands that goes on. */
  #keepVector(node: JsonNode, start: number, end: number): void {
    if (!isVector(this.masked, node)) throw mismatch();
    this.vectors.push(node.start, node.end, start, end);
  }
}

/** Whether nothing in a field of many can be masked. */
const isPlain = ({ many, of }: FieldForm): boolean =>
  (many === 'map' && of !== 'json') || typeof of !== 'object' || 'words' in of;

/** The field of another message of answers that says the same; undefined where none does. */
const counterpart = ({ message }: AnswerForm, field: FieldForm): FieldForm | undefined =>
  message.fields.find(({ name, of, many }) => name === field.name && of === field.of && many === field.many);
