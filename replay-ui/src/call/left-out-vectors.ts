import { isObject, type JsonObject } from '../records/is-object.ts';
import { PythonName } from './python-literal.ts';

/** What a record keeps of a vector: its dimension and digest. */
export const isCondensed = (
  value: unknown,
): value is JsonObject & { readonly dimension: number; readonly sha256: string } =>
  isObject(value) &&
  typeof value.dimension === 'number' &&
  typeof value.sha256 === 'string' &&
  /^[0-9a-f]{64}$/.test(value.sha256) &&
  Object.keys(value).length === 2;

/** Puts a variable in the place of each vector that a record does not keep, and tells what each of them was. */
export class LeftOutVectors {
  readonly #names = new Map<string, { readonly name: string; readonly about: string }>();

  replace(value: unknown): unknown {
    if (isCondensed(value)) {
      const { dimension, sha256 } = value;
      let known = this.#names.get(sha256);
      if (known === undefined) {
        known = {
          name: `vector_${this.#names.size + 1}`,
          about: `${dimension} numbers, which the record does not keep (SHA-256 ${sha256.slice(0, 16)}…)`,
        };
        this.#names.set(sha256, known);
      }
      return new PythonName(known.name);
    }
    if (Array.isArray(value)) return value.map((item) => this.replace(item));
    if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.replace(item)]));
  }

  /** Comments that stand above the call. */
  get comments(): readonly string[] {
    return [...this.#names.values()].map(({ name, about }) => `# ${name}: ${about}`);
  }
}
