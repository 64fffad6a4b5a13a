/**
 * Makes a search for the next byte that means something to `table` (is not 0 there). Two bytes at a time: most of a
 * text starts no work, and a look at each of its bytes is most of what looking through it costs.
 */
export function triggerSearch(table: Uint8Array): (bytes: Buffer, from: number, end: number) => number {
  const either = new Uint8Array(65_536);
  for (let pair = 0; pair < either.length; pair++)
    either[pair] = table[pair & 0xff] === 0 && table[pair >> 8] === 0 ? 0 : 1;
  let memory: ArrayBufferLike | undefined;
  let pairs = new Uint16Array();
  return (bytes, from, end) => {
    if (from >= end) return end;
    let i = from;
    const offset = bytes.byteOffset;
    if (((offset + i) & 1) === 1) {
      if (table[bytes[i]!] !== 0) return i;
      i++;
    }
    if (bytes.buffer !== memory) {
      memory = bytes.buffer;
      pairs = new Uint16Array(memory, 0, memory.byteLength >> 1) as Uint16Array<ArrayBuffer>;
    }
    const last = (offset + end) >> 1;
    let p = (offset + i) >> 1;
    while (p < last && either[pairs[p]!] === 0) p++;
    for (i = (p << 1) - offset; i < end; i++) if (table[bytes[i]!] !== 0) return i;
    return end;
  };
}
