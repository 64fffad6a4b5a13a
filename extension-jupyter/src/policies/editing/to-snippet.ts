/**
 * What a completion writes, as a template of CodeMirror's: `${1:text}` is a place to fill, `${0}` the last of all, and
 * braces that are no place are marked.
 */
export function toSnippet(insert: string, isSnippet: boolean): string {
  const plain = (text: string): string => text.replace(/[{}]/g, '\\$&');
  if (!isSnippet) return plain(insert);
  const place = /\\([$}\\])|\$\{(\d+):([^}]*)\}|\$(\d+)/g;
  let template = '';
  let at = 0;
  for (const { index, 0: all, 1: escaped, 2: named, 3: text = '', 4: bare } of insert.matchAll(place)) {
    template += plain(insert.slice(at, index));
    template += escaped ?? (named === undefined ? `\${${bare}}` : `\${${named}:${text}}`);
    at = index + all.length;
  }
  return template + plain(insert.slice(at));
}
