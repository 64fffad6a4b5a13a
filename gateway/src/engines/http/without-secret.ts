const mark = Buffer.from('«credential»');

/** How a secret may stand in a text: as it is, in an address, in JSON, and in a JSON text inside JSON. Longest first. */
export function secretForms(secret: string): readonly Buffer[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const nested = JSON.stringify(json).slice(1, -1);
  const forms = new Set([secret, encodeURIComponent(secret), json, nested]);
  return [...forms].sort((a, b) => b.length - a.length).map((form) => Buffer.from(form));
}

/** The text with a mark in place of every form of the secret; the same buffer where there is none. */
export function withoutSecret(text: Uint8Array, forms: readonly Buffer[]): Uint8Array {
  let clean = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  let hidden = false;
  for (const form of forms) {
    const pieces: Buffer[] = [];
    let from = 0;
    for (let at = clean.indexOf(form); at !== -1; at = clean.indexOf(form, from)) {
      pieces.push(clean.subarray(from, at), mark);
      from = at + form.length;
    }
    if (from === 0) continue;
    clean = Buffer.concat([...pieces, clean.subarray(from)]);
    hidden = true;
  }
  return hidden ? clean : text;
}
