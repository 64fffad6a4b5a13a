import { Document, isCollection, isMap } from 'yaml';
import { tightLists } from '../language/format/tight-lists.ts';
import type { Expectation } from '../schema/test/expectation-schema.ts';
import { normalFilter } from './filter-form.ts';
import { normalMask } from './mask-form.ts';
import type { Observed } from './observe.ts';

/** One thing that is not as a test expects it. */
export interface Difference {
  readonly key: keyof Expectation;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What a test expects, in the form that decisions are observed in. */
function normal(expected: Expectation): Observed {
  const { rules, filter, masks, limits } = expected;
  return {
    ...expected,
    ...(rules !== undefined && { rules: [...rules].sort() }),
    ...(filter !== undefined && { filter: normalFilter(filter) }),
    ...(masks !== undefined &&
      masks !== 'none' && {
        masks: Object.fromEntries(Object.entries(masks).map(([field, mask]) => [field, normalMask(mask)])),
      }),
    ...(limits?.rates !== undefined && { limits: { ...limits, rates: [...limits.rates].sort() } }),
  };
}

const print = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return `${inner}n`;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/** All in which a decision differs from what a test expects, in the order in which the test names it. */
export function differences(expected: Expectation, observed: Observed): Difference[] {
  return Object.entries(normal(expected)).flatMap(([name, wanted]): Difference[] => {
    const key = name as keyof Expectation;
    const actual = observed[key];
    const same =
      key === 'message' ? String(actual).includes(String(wanted)) : print(wanted) === print(actual);
    return same ? [] : [{ key, expected: wanted, actual }];
  });
}

/** Expectations as tests write them, one key a line: what editors and terminals show beside each other. */
export function expectationText(values: Observed): string {
  const document = new Document(values, { version: '1.2', aliasDuplicateObjects: false });
  const { contents } = document;
  for (const { value } of isMap(contents) ? contents.items : []) {
    // Each key on a line of its own, but for masks, which have one for each field.
    for (const one of isMap(value) ? value.items.map((item) => item.value) : [])
      if (isCollection(one)) one.flow = true;
    if (isCollection(value) && !(isMap(value) && value.items.length > 1)) value.flow = true;
  }
  return tightLists(document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}

/** Both sides of a case that failed, with their keys in the same order. */
export function bothSides(
  expected: Expectation,
  observed: Observed,
): { readonly expected: string; readonly actual: string } {
  const wanted = normal(expected);
  const keys = new Set([...Object.keys(wanted), ...Object.keys(observed)] as (keyof Expectation)[]);
  const actual: Partial<Record<keyof Expectation, unknown>> = {};
  for (const key of keys) {
    if (observed[key] === undefined) continue;
    // A text that is only a part of what was said is no difference.
    const part =
      key === 'message' && expected.message !== undefined && String(observed[key]).includes(expected.message);
    actual[key] = part ? expected.message : observed[key];
  }
  return { expected: expectationText(wanted), actual: expectationText(actual) };
}
