const plain = /^[\x20-\x7e]*$/;
/** Characters that show nothing: zero-width ones, soft hyphens, marks of direction, selectors of a form. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** What may become one with a character before it, or goes on what that began: no text is cut before these. */
const goesOn = /^[\p{M}\p{Default_Ignorable_Code_Point}\s\u1160-\u11ff\uff9e\uff9f\udc00-\udfff]/u;

/**
 * A text as searches for texts compare it: without case, in Unicode's form NFKC (full-width letters, ligatures and composed
 * accents are what they are made of), without characters that show nothing, each run of white space as one blank. Capitals
 * are compared, not small letters: a final sigma is a sigma, and ß is SS. Halves of surrogate pairs stay what they are.
 */
export function foldText(text: string): string {
  const folded = plain.test(text)
    ? text.toUpperCase()
    : text.replace(invisible, '').normalize('NFKC').toUpperCase().normalize('NFKC');
  return folded.replace(/\s+/g, ' ');
}

/**
 * The pieces of a long text that can be folded one after the other. Characters that expand take half a second for 200,000
 * of them, and nobody else is answered meanwhile.
 * @param size characters of a piece, about; a text made of nothing but what goes on is cut anywhere
 */
export function* piecesToFold(text: string, size: number): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let to = from + size;
    while (to < from + 2 * size && to < text.length && goesOn.test(text.slice(to, to + 2))) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}
