/** What a terminal may obey, or what turns the order of what is read: control, format and private characters, halves of pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text on one line that a terminal shows and does not obey: what was recorded may hold any character. Each that is none to
 * read stands as its escape, like `\u{1b}`.
 */
export const printable = (text: string): string =>
  text.replace(unprintable, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);

/** The same of a text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** The same inside of JSON: with escapes that JSON reads as the very characters. */
export const printableJson = (json: string): string =>
  json.replace(/[\p{Cf}\p{Co}\p{Zl}\p{Zp}\u007f-\u009f]/gu, (mark) =>
    Array.from(
      { length: mark.length },
      (_, at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
