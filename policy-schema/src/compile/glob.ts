/** A compiled name pattern: `*` stands for any characters, none included. */
export interface Glob {
  readonly text: string;
  /** The parts between the stars; one part means that there is no star. */
  readonly parts: readonly string[];
}

export const compileGlob = (text: string): Glob => ({ text, parts: text.split('*') });

/** True for a pattern that every name satisfies. */
export const isEverything = (glob: Glob): boolean =>
  glob.parts.length > 1 && glob.parts.every((part) => part === '');

/** Whether a name satisfies a pattern. Linear: each part is looked for once, from left to right. */
export function matchesGlob(glob: Glob, name: string): boolean {
  const { parts } = glob;
  if (parts.length === 1) return parts[0] === name;
  const first = parts[0]!;
  const last = parts[parts.length - 1]!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  const end = name.length - last.length;
  let at = first.length;
  for (let i = 1; i < parts.length - 1; i++) {
    const part = parts[i]!;
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
