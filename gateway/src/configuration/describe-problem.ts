import { closestWord } from './closest-word.ts';
import { intervalPattern, intervalWords } from './interval-pattern.ts';

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** What a person needs to know of one schema error: the path it stands at, a sentence, a remedy. */
export interface DescribedProblem {
  readonly path: readonly string[];
  /** True when the key at `path` itself is at fault, not its value. */
  readonly atKey: boolean;
  readonly message: string;
  readonly remedy: string;
}

const segments = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));

const list = (params: object, key: string): string[] => {
  const value: unknown = Reflect.get(params, key);
  return Array.isArray(value) ? value.map(String) : [];
};

/** Keys of the file's root that there were, and what is to be done now. */
const goneKeys: Readonly<Record<string, string>> = {
  reviewers:
    'Remove it. Rules of the policies say who may look at the records of others: write one with effect: allow, principals: { groups: […] }, resources: { connections: […] } and operations: [review].',
};

const expectations: Readonly<Record<string, (params: object) => string>> = {
  type: (p) => `Write a value of type ${String(Reflect.get(p, 'type'))}.`,
  minimum: (p) => `Write a number of at least ${String(Reflect.get(p, 'limit'))}.`,
  exclusiveMinimum: (p) => `Write a number above ${String(Reflect.get(p, 'limit'))}.`,
  maximum: (p) => `Write a number of at most ${String(Reflect.get(p, 'limit'))}.`,
  minItems: () => 'List at least one.',
  minLength: () => 'Write a text that is not empty.',
  pattern: (p) => {
    const pattern = String(Reflect.get(p, 'pattern'));
    return pattern === intervalPattern ? `Write ${intervalWords}.` : `Write a name that matches ${pattern}.`;
  },
};

/** Turns schema errors into sentences; those that only repeat another one are left out. */
export function describeProblems(
  errors: readonly SchemaError[],
  keysAt: (path: readonly string[]) => readonly string[],
): DescribedProblem[] {
  const described: DescribedProblem[] = [];
  const unions = new Set(errors.filter((e) => e.keyword === 'anyOf').map((e) => e.instancePath));
  for (const error of errors) {
    const path = segments(error.instancePath);
    const place = path.length === 0 ? 'the file' : path.join('.');
    const insideUnion = [...unions].some(
      (u) => error.keyword !== 'anyOf' && error.instancePath.startsWith(u),
    );
    if (insideUnion || error.keyword === 'boolean') continue;
    if (error.keyword === 'additionalProperties') {
      const known = keysAt(path);
      for (const key of list(error.params, 'additionalProperties')) {
        const near = closestWord(key, known);
        const gone = path.length === 0 && Object.hasOwn(goneKeys, key) ? goneKeys[key] : undefined;
        if (gone !== undefined) {
          described.push({ path: [key], atKey: true, message: `${key} is no key any more.`, remedy: gone });
          continue;
        }
        const remedy = near === undefined ? `Known keys here: ${known.join(', ')}.` : `Did you mean ${near}?`;
        described.push({ path: [...path, key], atKey: true, message: `${place} has no key ${key}.`, remedy });
      }
    } else if (error.keyword === 'required') {
      for (const key of list(error.params, 'requiredProperties')) {
        described.push({ path, atKey: false, message: `${place} lacks ${key}.`, remedy: `Add ${key}.` });
      }
    } else if (error.keyword === 'anyOf') {
      const allowed = errors
        .filter((e) => e.instancePath === error.instancePath && e.keyword === 'const')
        .map((e) => String(Reflect.get(e.params, 'allowedValue')));
      const remedy =
        allowed.length > 0
          ? `Write one of: ${allowed.join(', ')}.`
          : 'Write exactly one of the two: env: NAME, or file: PATH.';
      described.push({ path, atKey: false, message: `${place} is not a value that is known here.`, remedy });
    } else if (error.keyword === 'const') {
      const remedy = `Write ${String(Reflect.get(error.params, 'allowedValue'))}.`;
      described.push({ path, atKey: false, message: `${place} is not a value that is known here.`, remedy });
    } else {
      const remedy = expectations[error.keyword]?.(error.params) ?? `It ${error.message}.`;
      described.push({ path, atKey: false, message: `${place} does not fit.`, remedy });
    }
  }
  return described;
}
