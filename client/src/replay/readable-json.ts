import { printable } from '@vectorgate/policy-schema/printable';

const longestText = 2_000;
/** Levels that are drawn. Nobody reads further, and drawing calls itself for each. */
const deepest = 100;

const short = (text: string): string =>
  text.length <= longestText
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, longestText))} … (${text.length.toLocaleString('en')} characters)`;

const brackets = (value: object): readonly [string, string] =>
  Array.isArray(value) ? ['[', ']'] : ['{', '}'];

/** The value on one line, or undefined when that is longer than `room`. Stops as soon as it is. */
function onOneLine(value: unknown, room: number): string | undefined {
  // Each level takes of the room, so that this ends before it is deep.
  if (room <= 0) return undefined;
  if (typeof value !== 'object' || value === null) {
    const text = typeof value === 'string' ? short(value) : JSON.stringify(value);
    return text.length <= room ? text : undefined;
  }
  const [open, close] = brackets(value);
  let line = '';
  for (const [key, inner] of Object.entries(value)) {
    const label = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
    const told = onOneLine(inner, room - line.length - label.length - 4);
    if (told === undefined) return undefined;
    line += `${line === '' ? '' : ', '}${label}${told}`;
  }
  if (line === '') return `${open}${close}`;
  return Array.isArray(value) ? `[${line}]` : `{ ${line} }`;
}

/**
 * JSON for people: what fits stands on one line, long texts are cut, and no character is left that a terminal would obey.
 * At most `most` lines; how many more there are is told in the last one.
 */
export function readableJson(value: unknown, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let more = 0;
  const add = (line: string): void => {
    if (lines.length < most) lines.push(printable(line));
    else more += 1;
  };
  const write = (inner: unknown, depth: number, label: string, comma: string): void => {
    const indent = '  '.repeat(depth);
    const line = onOneLine(inner, width - indent.length - label.length - comma.length);
    if (line !== undefined || typeof inner !== 'object' || inner === null) {
      add(
        `${indent}${label}${line ?? (typeof inner === 'string' ? short(inner) : JSON.stringify(inner))}${comma}`,
      );
      return;
    }
    const [open, close] = brackets(inner);
    if (depth >= deepest) {
      add(`${indent}${label}${open} … nested deeper; --json has all ${close}${comma}`);
      return;
    }
    add(`${indent}${label}${open}`);
    const entries = Object.entries(inner);
    for (const [at, [key, one]] of entries.entries())
      write(
        one,
        depth + 1,
        Array.isArray(inner) ? '' : `${JSON.stringify(key)}: `,
        at === entries.length - 1 ? '' : ',',
      );
    add(`${indent}${close}${comma}`);
  };
  write(value, 0, '', '');
  if (more > 0)
    lines.push(`… ${more.toLocaleString('en')} more ${more === 1 ? 'line' : 'lines'}; --json has all`);
  return lines;
}
