import { leafHash, nodeHash } from '../tree/tree-hash.ts';
import { chainHash } from './chain-hash.ts';
import { crc32 } from './crc32.ts';

/** The hashes of a log. A platform's own are several times as fast as these in JavaScript, which run everywhere. */
export interface LogHashes {
  /** Of a record's header: its leaf in the tree. */
  leaf(header: Uint8Array): Uint8Array;
  /** Of the chain: SHA-256(chain hash before ‖ leaf). */
  chain(previous: Uint8Array, leaf: Uint8Array): Uint8Array;
  /** Of two subtrees. */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  crc32(bytes: Uint8Array): number;
}

export const scriptHashes: LogHashes = { leaf: leafHash, chain: chainHash, node: nodeHash, crc32 };
