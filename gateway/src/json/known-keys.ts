/** Keys that were read lately, by the hash of their bytes: the records of an answer repeat the same few. */
const slots: (string | undefined)[] = new Array(1024);
/** Longer keys are rare, and comparing them costs what decoding them does. */
const longest = 32;

/** The key in `[start, end)`, which holds no escape. A key that was read before is not decoded again. */
export function readKey(json: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > longest) return json.toString('utf8', start, end);
  let hash = length;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + json[i]!) | 0;
  const slot = (hash ^ (hash >>> 10)) & 1023;
  const known = slots[slot];
  if (known !== undefined && isAt(known, json, start, length)) return known;
  const key = json.toString('utf8', start, end);
  slots[slot] = key;
  return key;
}

/** True only for ASCII: other characters take more bytes than they are long. */
function isAt(key: string, json: Buffer, start: number, length: number): boolean {
  if (key.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const code = key.charCodeAt(i);
    if (code > 0x7f || code !== json[start + i]) return false;
  }
  return true;
}
