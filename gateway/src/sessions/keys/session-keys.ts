import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GateError } from '../../errors/gate-error.ts';
import { syncFolder, writeDurably } from '../log/write-durably.ts';
import { masterKeyCheck } from './master-key-check.ts';
import { unwrapKey, wrapKey, wrappedBytes } from './wrapped-key.ts';

/** Name of the file that is there while keys are wrapped by another master key. */
export const unfinishedMark = 'master-key-change';

/** The key that wraps those of sessions (HKDF-SHA-256, RFC 5869). */
export const wrappingKeyOf = (masterKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(), 'vectorgate session keys', 32));

/** Keys kept in memory. */
const cached = 10_000;
const ulidShape = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * The data keys of sessions, each in a file of its own, wrapped by a key derived from the master key. Destroying
 * a file forgets the parts of that session's records; headers and chain stay verifiable.
 */
export class SessionKeys {
  readonly #folder: string;
  readonly #wrappingKey: Uint8Array;
  readonly #dataKey: () => Uint8Array;
  readonly #keys = new Map<string, KeyObject>();
  readonly #opening = new Map<string, Promise<KeyObject>>();

  private constructor(folder: string, wrappingKey: Uint8Array, dataKey: () => Uint8Array) {
    this.#folder = folder;
    this.#wrappingKey = wrappingKey;
    this.#dataKey = dataKey;
  }

  /**
   * Throws `GateError` code `master-key-mismatch` when the folder's keys are wrapped by another master key.
   * `dataKey` makes the key of a new session.
   */
  static async open(
    folder: string,
    masterKey: Uint8Array,
    dataKey: () => Uint8Array = () => randomBytes(32),
  ): Promise<SessionKeys> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await checkMasterKey(folder, masterKey);
    return new SessionKeys(folder, wrappingKeyOf(masterKey), dataKey);
  }

  /** The key, when it is at hand without reading a file. */
  held(session: string): KeyObject | undefined {
    return this.#keys.get(session);
  }

  /** The session's key, made and durable when there was none. Throws code `session-forgotten`. */
  async obtain(session: string): Promise<KeyObject> {
    const held = this.#keys.get(session) ?? this.#opening.get(session);
    if (held !== undefined) return held;
    const opening = this.#obtain(session).finally(() => this.#opening.delete(session));
    this.#opening.set(session, opening);
    return opening;
  }

  /** The session's key; undefined when it was destroyed. Throws code `session-key-damaged`. */
  async read(session: string): Promise<KeyObject | undefined> {
    const held = this.#keys.get(session);
    if (held !== undefined) return held;
    const path = this.#path(session);
    let wrapped: Buffer;
    try {
      wrapped = await readFile(path);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
    const bytes = unwrapKey(wrapped, this.#wrappingKey, session);
    if (bytes === undefined) {
      throw new GateError(
        'session-key-damaged',
        `The key of session ${session} is damaged: ${path}. Restore that file from a copy.`,
        { session },
      );
    }
    return this.#hold(session, createSecretKey(bytes));
  }

  /** Whether a key is there that opens what was recorded in the session. */
  isThere(session: string): boolean {
    return this.#keys.has(session) || existsSync(this.#path(session));
  }

  isForgotten(session: string): boolean {
    return existsSync(`${this.#path(session)}.forgotten`);
  }

  /** Destroys the session's key for good: its parts can be read by nobody any more. */
  async destroy(session: string): Promise<void> {
    await this.#opening.get(session)?.catch(() => undefined);
    const path = this.#path(session);
    await this.#makeFolderOf(path);
    // The mark first: a key must never be made anew for a session that was forgotten.
    await writeDurably(`${path}.forgotten`, Buffer.alloc(0));
    this.#keys.delete(session);
    try {
      const handle = await open(path, 'r+');
      await handle.write(randomBytes(wrappedBytes), 0, wrappedBytes, 0);
      await handle.datasync();
      await handle.close();
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  }

  async #obtain(session: string): Promise<KeyObject> {
    if (this.isForgotten(session)) {
      throw new GateError(
        'session-forgotten',
        `Session ${session} was forgotten: nothing more can be recorded in it.`,
        { session },
      );
    }
    const present = await this.read(session);
    if (present !== undefined) return present;
    const bytes = this.#dataKey();
    const path = this.#path(session);
    await this.#makeFolderOf(path);
    await writeDurably(path, wrapKey(bytes, this.#wrappingKey, session));
    return this.#hold(session, createSecretKey(bytes));
  }

  /** Only the last step of the path: a data folder that is gone is not to be made anew behind somebody's back. */
  async #makeFolderOf(path: string): Promise<void> {
    try {
      await mkdir(dirname(path), { mode: 0o700 });
      await syncFolder(this.#folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }

  #hold(session: string, key: KeyObject): KeyObject {
    if (this.#keys.size >= cached) this.#keys.delete(this.#keys.keys().next().value!);
    this.#keys.set(session, key);
    return key;
  }

  /** Files are spread over folders by the leading digits of the id: one folder for about nine hours. */
  #path(session: string): string {
    if (!ulidShape.test(session))
      throw new GateError('record-malformed', 'A record cannot be written: its session is no ULID.');
    return join(this.#folder, session.slice(0, 5), session);
  }
}

async function checkMasterKey(folder: string, masterKey: Uint8Array): Promise<void> {
  const path = join(folder, 'master-key-check');
  const expected = masterKeyCheck(masterKey);
  if (existsSync(join(folder, unfinishedMark))) {
    throw new GateError(
      'master-key-unfinished',
      `VectorGate cannot start: a change of the master key of the records in ${dirname(folder)} did not come to its end. Run the same command once more: vectorgate-gateway change-master-key.`,
      { folder: dirname(folder) },
    );
  }
  let present: string;
  try {
    present = await readFile(path, 'utf8');
  } catch (error) {
    if (!isAbsent(error)) throw error;
    await writeDurably(path, Buffer.from(expected));
    return;
  }
  if (present !== expected) {
    throw new GateError(
      'master-key-mismatch',
      `VectorGate cannot start: the records in ${dirname(folder)} were written under another master key. Give the gateway the master key that belongs to this data folder.`,
      { folder: dirname(folder) },
    );
  }
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
