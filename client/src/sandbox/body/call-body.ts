import { createHash } from 'node:crypto';
import { type JsonTree, jsonTree } from './json-tree.ts';

/** Vectors of fewer numbers are recorded as they are. */
const shortest = 8;
/** 32-bit floats in base64: how some clients send a vector. */
const floats = /^[A-Za-z0-9+/]{6,}={0,2}$/;

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** What the gate keeps of a vector, in its place; undefined where it is no such thing. */
export function keptDigest(tree: JsonTree): string | undefined {
  if (tree.kind !== 'object' || tree.members.size !== 2 || !tree.members.has('dimension')) return undefined;
  const digest = tree.members.get('sha256');
  return digest?.kind === 'text' ? digest.value : undefined;
}

/** The digest by which the gate knows a vector that was sent in these characters. */
export const sentDigest = (source: string): string => sha256(source);

/** A number as every way of writing it says it. */
export const spokenNumber = (source: string): string => {
  const value = Number(source);
  // Beyond that, different numbers read as one.
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : source;
};

/** A body, read once however often it is compared. */
export class CallBody {
  readonly bytes: Uint8Array;
  #tree: JsonTree | undefined | null = null;
  #outline: Outline | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Undefined where it is no JSON. */
  get tree(): JsonTree | undefined {
    if (this.#tree === null) this.#tree = jsonTree(Buffer.from(this.bytes).toString());
    return this.#tree;
  }

  /** Under what a recorded body is kept: all that say the same as one that is sent are found under one of its `soughtKeys`. */
  get key(): string {
    const { text, kept } = this.#read();
    return `${text}:${kept[0] ?? ''}`;
  }

  get soughtKeys(): readonly string[] {
    const { text, sent, kept } = this.#read();
    return ['', ...sent, ...kept].map((digest) => `${text}:${digest}`);
  }

  #read(): Outline {
    if (this.#outline === undefined) {
      const kept: string[] = [];
      const sent = new Set<string>();
      const said = this.tree === undefined ? undefined : outline(this.tree, kept, sent);
      this.#outline = { text: said === undefined ? `=${sha256(this.bytes)}` : sha256(said), kept, sent };
    }
    return this.#outline;
  }
}

interface Outline {
  /** Over all of it but what may be a vector. */
  readonly text: string;
  /** Digests of vectors that the gate kept. */
  readonly kept: readonly string[];
  /** Digests of all that may be a vector. */
  readonly sent: ReadonlySet<string>;
}

/** Members in order, numbers as they are said, and a sign for whatever may be a vector. */
function outline(tree: JsonTree, kept: string[], sent: Set<string>): string {
  const digest = keptDigest(tree);
  if (digest !== undefined) {
    kept.push(digest);
    return '*';
  }
  switch (tree.kind) {
    case 'object':
      return `{${[...tree.members]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${JSON.stringify(key)}:${outline(value, kept, sent)}`)
        .join()}}`;
    case 'list':
      if (tree.items.length >= shortest && tree.items.every(({ kind }) => kind === 'number')) {
        sent.add(sentDigest(tree.source));
        return '*';
      }
      return `[${tree.items.map((item) => outline(item, kept, sent)).join()}]`;
    case 'text':
      if (!floats.test(tree.value)) return JSON.stringify(tree.value);
      sent.add(sentDigest(tree.source));
      return '*';
    case 'number':
      return spokenNumber(tree.source);
    default:
      return tree.source;
  }
}
