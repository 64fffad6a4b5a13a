import type { TextChange } from '../document/text-change.ts';

/** Puts what is written from an offset on, up to where a value ends on its line, in double quotes. */
export function quoteFrom(text: string, start: number, flow: boolean): TextChange | undefined {
  const rest = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const value = (flow ? /^[^,[\]{}]*/ : /^.*?(?=\s+#|$)/).exec(rest)?.[0].trimEnd() ?? '';
  if (value === '' || /^["']/.test(value)) return undefined;
  return { start, end: start + value.length, text: JSON.stringify(value) };
}
