import type { JsonArray, JsonDocument, JsonNode, JsonObject } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import { stringText } from '../../json/string-text.ts';
import type { MaskLedger } from '../../masks/mask-ledger.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import { maskValue } from '../../masks/mask-value.ts';
import { condenseEach, condenseSparse } from '../condensed-vector.ts';
import { unreadableAnswer } from '../deliver-answer.ts';
import { type MaskedMembers, maskMembers } from '../mask-members.ts';
import type { Shape, Shaped } from './deliver-answer.ts';

/** Parallel lists of an answer with one value for each record, and the field that each holds. */
const columns: Readonly<Record<string, string>> = {
  ids: '$id',
  documents: '$document',
  uris: '$uri',
  embeddings: '$vector',
  distances: '$score',
};

/** Columns of numbers: a mask that hides them whole empties the column, whatever its method. */
const numeric = new Set(['$vector', '$score']);

class RecordsShape {
  readonly #json: Buffer;
  readonly #root: JsonObject;
  readonly #depth: number;
  readonly #plan: MaskPlan;
  readonly #ledger: MaskLedger;
  readonly #splices: Splices;
  /** Words of `include` that no longer hold. */
  readonly #gone = new Set<string>();

  constructor(answer: JsonDocument, depth: number, plan: MaskPlan, ledger: MaskLedger) {
    if (answer.root.kind !== 'object') throw unreadableAnswer();
    this.#json = answer.bytes;
    this.#root = answer.root;
    this.#depth = depth;
    this.#plan = plan;
    this.#ledger = ledger;
    this.#splices = new Splices(answer.bytes);
  }

  shape(): Shaped {
    const ids = this.#root.members.get('ids')?.value;
    const hits = ids === undefined ? 0 : this.#cells(ids).length;
    const unknown = new Set<string>();
    for (const { key, value } of this.#root.members.list) {
      const field = Object.hasOwn(columns, key) ? columns[key] : undefined;
      if (field !== undefined) this.#column(key, value, field, hits);
      else if (key === 'metadatas') this.#metadatas(value);
      else if (key !== 'include') unknown.add(key);
    }
    if (unknown.size > 0) this.#splices.removeMembers(this.#root, (key) => unknown.has(key));
    this.#include();
    const recorded = this.#recorded();
    if (recorded === undefined) {
      // Without vectors no record is long, and one copy serves both.
      const body = this.#splices.apply();
      return { body, hits, recorded: body };
    }
    const [body, ...rest] = this.#splices.pieces();
    return { body, rest, hits, recorded };
  }

  /** The answer for its record, vectors as dimension and digest; undefined where it has none. */
  #recorded(): Buffer | undefined {
    const splices = this.#splices.fork();
    const vectors = this.#root.members.get('embeddings')?.value;
    if (vectors !== undefined && !this.#gone.has('embeddings'))
      condenseEach(this.#json, this.#cells(vectors), splices);
    const metadatas = this.#root.members.get('metadatas')?.value;
    if (metadatas !== undefined) condenseSparse(this.#json, this.#cells(metadatas), splices);
    return splices.count > this.#splices.count ? splices.apply() : undefined;
  }

  /** All values of a column, its levels of lists opened. */
  #cells(column: JsonNode): readonly JsonNode[] {
    let level: readonly JsonNode[] = [column];
    for (let depth = 0; depth <= this.#depth; depth++) {
      level = level.flatMap((node) => {
        if (node.kind === 'array') return node.items;
        if (node.kind === 'null' || node.kind === 'numbers') return [];
        throw unreadableAnswer();
      });
    }
    return level;
  }

  #column(key: string, column: JsonNode, field: string, hits: number): void {
    const mask = this.#plan.of(field);
    if (mask === undefined || column.kind === 'null') return;
    const { whole } = mask;
    if (whole !== undefined && (numeric.has(field) || (whole.method === 'drop' && field !== '$id'))) {
      this.#splices.replaceNode(column, 'null');
      this.#ledger.add(field, whole.method === 'drop' ? 'drop' : 'nullify', hits);
      // A column that was asked for, and is empty: a client that reads `include` would look for it.
      this.#gone.add(key);
      return;
    }
    if (numeric.has(field)) return;
    for (const cell of this.#cells(column)) {
      maskValue(this.#json, cell, {
        field,
        mask,
        plan: this.#plan,
        splices: this.#splices,
        ledger: this.#ledger,
      });
    }
  }

  #metadatas(column: JsonNode): void {
    const plan = this.#plan;
    const of: MaskedMembers = {
      json: this.#json,
      plan,
      splices: this.#splices,
      ledger: this.#ledger,
      special: (key, value) => {
        const sparse =
          value.kind === 'object' && value.members.has('#type') ? plan.of(`$vector.${key}`) : undefined;
        return sparse?.whole === undefined ? undefined : sparse;
      },
    };
    for (const cell of this.#cells(column)) {
      if (cell.kind === 'object') maskMembers(cell, of);
      else if (cell.kind !== 'null') throw unreadableAnswer();
    }
  }

  #include(): void {
    const include = this.#root.members.get('include')?.value;
    if (this.#gone.size === 0 || include?.kind !== 'array') return;
    this.#splices.removeItems(
      include as JsonArray,
      (item) => item.kind === 'string' && this.#gone.has(stringText(this.#json, item)),
    );
  }
}

/** The values of one column of an answer that nothing binds, as far as it can be told. */
function looseCells({ root }: JsonDocument, column: string, depth: number): readonly JsonNode[] {
  const value = root.kind === 'object' ? root.members.get(column)?.value : undefined;
  let level: readonly JsonNode[] = value === undefined ? [] : [value];
  for (let i = 0; i <= depth; i++) level = level.flatMap((node) => (node.kind === 'array' ? node.items : []));
  return level;
}

function shapeUnbound(answer: JsonDocument, depth: number): Shaped {
  const splices = new Splices(answer.bytes);
  condenseEach(answer.bytes, looseCells(answer, 'embeddings', depth), splices);
  condenseSparse(answer.bytes, looseCells(answer, 'metadatas', depth), splices);
  const hits = looseCells(answer, 'ids', depth).length;
  return { body: answer.bytes, hits, recorded: splices.apply() };
}

/** Masks an answer of `get` (depth 0) or `query` (depth 1: one list for each query vector). */
export const shapeRecords =
  (depth: 0 | 1): Shape =>
  (answer, plan, ledger) =>
    plan.binds ? new RecordsShape(answer, depth, plan, ledger).shape() : shapeUnbound(answer, depth);
