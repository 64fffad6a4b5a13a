interface Answer {
  readonly metadatas: readonly (readonly Record<string, unknown>[])[];
}

/** A mark, or an e-mail address of which the last four characters are shown. */
const mask = /«[a-z-]+»|"•+[^"•]{4}"/;

/**
 * Checks that nothing but masked values differs between an answer of the store and what is delivered: what stands
 * before, between and behind them is the same to the byte. Returns how many were hidden. Throws on a difference.
 */
export function checkMasked(before: Buffer, after: Buffer): number {
  const from = before.toString();
  const to = after.toString();
  const pieces = to.split(mask);
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    const found = i === pieces.length - 1 ? from.length - piece.length : from.indexOf(piece, at);
    if (found < at || (i === 0 && found !== 0) || !from.startsWith(piece, found))
      throw new Error(`differs outside of masks: ${piece.slice(0, 80)}`);
    at = found + piece.length;
  }
  const emails = (JSON.parse(to) as Answer).metadatas.flat().map(({ email }) => String(email));
  if (emails.length === 0 || !emails.every((email) => /^•+.{4}$/.test(email)))
    throw new Error('an e-mail address is not masked');
  return pieces.length - 1;
}
