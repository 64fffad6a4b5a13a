import { ExactNumber } from '../records/read-part.ts';

/** A name or expression that stands in a literal as it is, such as a variable. Only our own code makes them. */
export class PythonName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const width = 88;
const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Quotes, backslashes, and all that would not be seen as what it is when the call is pasted. */
const escaped = /["\\]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}\p{Co}]/gu;

function escapeOf(character: string): string {
  const known = escapes[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A text as Python's literal of it; no text can end it or hide in it. */
export const pythonText = (text: string): string => `"${text.replace(escaped, escapeOf)}"`;

function flat(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return pythonText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `float("${value}")`;
  if (value instanceof ExactNumber) return value.text;
  if (value instanceof PythonName) return value.name;
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`;
  return `{${Object.entries(value as object)
    .map(([key, inner]) => `${pythonText(key)}: ${flat(inner)}`)
    .join(', ')}}`;
}

/**
 * A JSON value as a Python literal, broken into lines where it would be wider than 88 characters. `indent` is where its
 * line begins, `used` how much of that line is taken.
 */
export function pythonLiteral(value: unknown, indent = 0, used = 0): string {
  const one = flat(value);
  if (indent + used + one.length + 1 <= width || typeof value !== 'object' || value === null) return one;
  if (value instanceof ExactNumber || value instanceof PythonName) return one;
  const inner = ' '.repeat(indent + 4);
  const end = ' '.repeat(indent);
  if (Array.isArray(value)) {
    // Numbers side by side: a vector line by line would be read by nobody.
    if (value.every((item) => typeof item === 'number')) return one;
    return `[\n${value.map((item) => `${inner}${pythonLiteral(item, indent + 4)},\n`).join('')}${end}]`;
  }
  return `{\n${Object.entries(value)
    .map(([key, item]) => {
      const name = `${pythonText(key)}: `;
      return `${inner}${name}${pythonLiteral(item, indent + 4, name.length)},\n`;
    })
    .join('')}${end}}`;
}
