import { pythonLiteral } from './python-literal.ts';

/** Arguments by name; those that are `undefined` are left out. */
export type PythonArguments = Readonly<Record<string, unknown>>;

/** One call in Python; `first` are arguments without a name. */
export function pythonCall(
  name: string,
  named: PythonArguments = {},
  first: readonly unknown[] = [],
): string {
  const given: (readonly [string, unknown])[] = [
    ...first.map((value) => ['', value] as const),
    ...Object.entries(named)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`${key}=`, value] as const),
  ];
  const short = `${name}(${given.map(([key, value]) => `${key}${pythonLiteral(value)}`).join(', ')})`;
  if (!short.includes('\n') && short.length <= 88) return short;
  const lines = given.map(([key, value]) => `    ${key}${pythonLiteral(value, 4, key.length)},\n`);
  return `${name}(\n${lines.join('')})`;
}
