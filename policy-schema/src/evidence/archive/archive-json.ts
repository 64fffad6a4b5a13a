/** Bytes of a part as JSON; as text where they are none. Broken UTF-8 shows as U+FFFD. */
export function fromBytes(bytes: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
