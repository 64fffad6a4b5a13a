import { createHmac, timingSafeEqual } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GateError } from '../../errors/gate-error.ts';
import { syncFolder, writeDurably } from '../../sessions/log/write-durably.ts';
import type { PolicyChange } from './policy-change.ts';

const macDigits = 64;

/**
 * Every set of policies that was in force, the newest last: a file of lines, each under a MAC that covers the one before, so
 * that nobody without the master key can change, drop or put in one. The last line says what is in force.
 */
export class PolicyHistory {
  readonly #path: string;
  readonly #key: Uint8Array;
  readonly #changes: PolicyChange[];
  #mac: string;
  #length: number;
  /** Why it is not known what the file has. */
  #unsure: unknown;

  private constructor(
    path: string,
    key: Uint8Array,
    read: { changes: PolicyChange[]; mac: string; length: number },
  ) {
    this.#path = path;
    this.#key = key;
    this.#changes = read.changes;
    this.#mac = read.mac;
    this.#length = read.length;
  }

  /** Opens it; nothing is written before there is something to add. Throws `GateError` code `policy-history` when it is not as this gateway wrote it. */
  static async open(folder: string, key: Uint8Array): Promise<PolicyHistory> {
    const path = join(folder, 'changes');
    return new PolicyHistory(path, key, readLines(path, await bytesOf(path), key));
  }

  /**
   * Puts it under another key, for whoever changes the master key. May be interrupted and done again with the same two keys.
   * Throws `GateError` code `policy-history` when it is under neither.
   */
  static async rewrite(folder: string, from: Uint8Array, to: Uint8Array): Promise<void> {
    const path = join(folder, 'changes');
    const bytes = await bytesOf(path);
    if (bytes.length === 0) return;
    let changes: readonly PolicyChange[];
    try {
      ({ changes } = readLines(path, bytes, from));
    } catch (error) {
      // Done already, before an interruption.
      if (isUnder(path, bytes, to)) return;
      throw error;
    }
    let mac = '';
    let text = '';
    for (const change of changes) {
      const json = JSON.stringify(change);
      mac = macOf(to, mac, json);
      text += `${mac} ${json}\n`;
    }
    await writeDurably(path, Buffer.from(text));
  }

  get last(): PolicyChange | undefined {
    return this.#changes.at(-1);
  }

  /** The newest first. */
  list(): readonly PolicyChange[] {
    return this.#changes.toReversed();
  }

  find(revision: number): PolicyChange | undefined {
    return this.#changes.find((change) => change.revision === revision);
  }

  /**
   * Adds one durably. What is half written when that fails is taken away again; where that fails too, nobody knows what the
   * file has, and nothing more is added before it is read again, at the next start. Throws `GateError` code `policy-history`.
   */
  async append(change: PolicyChange): Promise<void> {
    if (this.#unsure !== undefined)
      throw new GateError(
        'policy-history',
        `The list of the policies that were in force cannot be added to: ${this.#path} was half written, and what is too much could not be taken away. See to that disk, then start the gateway again.`,
        { path: this.#path },
        { cause: this.#unsure },
      );
    const json = JSON.stringify(change);
    const mac = macOf(this.#key, this.#mac, json);
    const bytes = Buffer.from(`${mac} ${json}\n`);
    const isNew = this.#length === 0;
    const folder = dirname(this.#path);
    if (isNew) await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(this.#path, isNew ? 'w' : 'r+', 0o600);
    try {
      await handle.truncate(this.#length);
      await writeWhole(handle, bytes, this.#length);
      await handle.datasync();
    } catch (error) {
      try {
        await handle.truncate(this.#length);
        await handle.datasync();
      } catch (cause) {
        this.#unsure = cause;
      }
      throw error;
    } finally {
      await handle.close();
    }
    if (isNew) await syncFolder(folder);
    this.#mac = mac;
    this.#length += bytes.length;
    this.#changes.push(change);
  }
}

/** A write may take less than it is given. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at);
    if (bytesWritten === 0) throw new Error('the disk takes nothing more');
    at += bytesWritten;
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    // No folder for it: the records, which need one too, say so.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return Buffer.alloc(0);
    throw error;
  }
}

function isUnder(path: string, bytes: Buffer, key: Uint8Array): boolean {
  try {
    readLines(path, bytes, key);
    return true;
  } catch {
    return false;
  }
}

const macOf = (key: Uint8Array, before: string, json: string): string =>
  createHmac('sha256', key).update(`${before}\n${json}`).digest('hex');

function readLines(
  path: string,
  bytes: Buffer,
  key: Uint8Array,
): { changes: PolicyChange[]; mac: string; length: number } {
  // A line without its end was never answered: a crash left it.
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const changes: PolicyChange[] = [];
  let mac = '';
  for (const line of lines) {
    const [said, json] = [line.slice(0, macDigits), line.slice(macDigits + 1)];
    const wanted = macOf(key, mac, json);
    if (said.length !== macDigits || !timingSafeEqual(Buffer.from(said), Buffer.from(wanted)))
      throw new GateError(
        'policy-history',
        `VectorGate cannot start: ${path} is not as this gateway wrote it (line ${changes.length + 1}), so it cannot be told which policies were in force. Restore the data folder’s policy folder from a backup; or remove it, and begin with what the configuration names: start once with --begin-policies-anew; what was published has to be published again.`,
        { path, line: changes.length + 1 },
      );
    changes.push(JSON.parse(json) as PolicyChange);
    mac = wanted;
  }
  return { changes, mac, length };
}
