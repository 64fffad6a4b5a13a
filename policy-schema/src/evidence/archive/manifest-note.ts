import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64 } from '../notes/base64.ts';

/**
 * The text that is signed for an archive (C2SP signed-note). No checkpoint reads like this, as its second line is a
 * number; so the log's key can sign both.
 */
export const manifestNoteText = (origin: string, manifest: string): string =>
  `vectorgate-archive/v1\n${origin}\n${toBase64(sha256(utf8ToBytes(manifest)))}\n`;
