import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 over files sorted by path, each with its path and lengths so that no two sets read the same; hex. */
export function digestOf(files: readonly { readonly path: string; readonly text: string }[]): string {
  const hash = sha256.create();
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const [name, bytes] = [utf8ToBytes(path), utf8ToBytes(text)];
    hash
      .update(utf8ToBytes(`${name.length} ${bytes.length}\n`))
      .update(name)
      .update(bytes);
  }
  return bytesToHex(hash.digest());
}
