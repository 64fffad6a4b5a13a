import { printable } from '../terminal/printable.ts';
import { plain } from './plain.ts';

/** A character without width: what stands on its two sides is no longer one word. */
const apart = '&#8203;';

/**
 * Text as it is in a comment of a pull request. It may be anybody's, as names in records are: nobody is called by an `@name` in it,
 * no number, address or commit in it becomes a link, no icon is drawn, no list begins, and a terminal, where it is read first, does not obey it.
 */
export const inComment = (text: string): string =>
  plain(printable(text))
    .replace(
      /@|\\#(?=\d)|\$(?=\()|:(?=\/\/|[\w+-]+:)|www(?=\.)|gh-(?=\d)|\b[\da-f]{6}(?=[\da-f]{1,34}\b)|^\d+(?=[.)])/gi,
      // Icons are drawn in what Markdown has become, where a backslash is gone already.
      (mark) => (mark === '$' ? '&#36;' : `${mark}${apart}`),
    )
    .replace(/^[-+]/, '\\$&');
