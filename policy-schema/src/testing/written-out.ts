/** What is too long for an example is written with three dots: `case-1, …, case-99`, or a line, dots, and the last line. */
export const writtenOut = (yaml: string): string =>
  yaml
    .replace(/^(.*)\n…\n.*?(\d+)\b.*$/gm, (_, first: string, last: string) =>
      Array.from({ length: Number(last) }, (_, i) => first.replace(/\b1\b/g, `${i + 1}`)).join('\n'),
    )
    .replace(
      /((?:[^\s,[]\S*(?: \S+)*? ?)?)1(, | && )…\2\1(\d+)/g,
      (_, name: string, between: string, last: string) =>
        Array.from({ length: Number(last) }, (_, i) => `${name}${i + 1}`).join(between),
    );
