import { parse } from 'yaml';

/** The policies that a file of tests names by their paths from its own folder, whatever else is wrong with it. */
export function namedPolicies(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = parse(text, { version: '1.2', logLevel: 'silent' });
  } catch {
    return undefined;
  }
  const inner = (from: unknown, key: string): unknown =>
    typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
  const list = inner(inner(value, 'spec'), 'policies');
  return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
}
