import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseCheckpoints,
  parseVerifierKey,
  publishedNames,
  type SignedCheckpoint,
  type VerifierKey,
  verifyNote,
} from '@vectorgate/policy-schema/evidence';
import { ulid } from 'ulidx';
import { failureReason } from '../recording-impossible.ts';
import { CheckpointFolder } from './checkpoint-folder.ts';
import type { CheckpointPlace } from './checkpoint-place.ts';
import { CheckpointTable } from './checkpoint-table.ts';
import { connectionUrl } from './connection-url.ts';
import type { EvidenceOptions } from './evidence-options.ts';
import { cannotPublish, evidenceDamaged } from './evidence-trouble.ts';
import { type SigningKey, signingKey } from './signing-key.ts';
import { readTreeState, type TreeState } from './tree-state.ts';

/** A place for checkpoints with what lay there when it was opened. */
export interface OpenedPlace {
  readonly place: CheckpointPlace;
  /** For texts: "beside the records". */
  readonly where: string;
  /** All, or those that the tree's state has not seen and some before. */
  readonly checkpoints: readonly SignedCheckpoint[];
}

/** Everything that proves the records of one folder, as it lay there when it was opened. */
export interface EvidencePlaces {
  /** The log's own name, made once. */
  readonly origin: string;
  /** Public keys that ever signed, the oldest first. */
  readonly known: readonly VerifierKey[];
  readonly key: SigningKey;
  readonly previous: SigningKey | undefined;
  readonly local: OpenedPlace;
  readonly published: OpenedPlace | undefined;
  /** Where the tree's state is kept, and what was there. */
  readonly statePath: string;
  readonly state: TreeState | undefined;
}

/** Bytes of the newest checkpoints, some hundreds, that are enough at most starts. */
const newest = 128 * 1024;

/** Throws `GateError` code `evidence-damaged` or `checkpoints-unpublished`. */
export async function openEvidencePlaces(folder: string, options: EvidenceOptions): Promise<EvidencePlaces> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const local = new CheckpointFolder(folder, { checkpoints: 'checkpoints', keys: 'keys' });
  const known = await readKeys(local, folder);
  if (known.length === 0 && (await local.readCheckpoints(newest)).text !== '')
    throw evidenceDamaged(folder, 'the public keys, "keys", are gone');
  const origin = known[0]?.name ?? `vectorgate/${ulid()}`;
  const key = signingKey(origin, options.signingKey);
  const previous = options.previousSigningKey && signingKey(origin, options.previousSigningKey);
  const elsewhere = options.publish === undefined ? undefined : await publishTo(options.publish, origin);
  try {
    return await readPlaces({ folder, origin, known, key, previous, local, elsewhere });
  } catch (error) {
    await elsewhere?.place.close();
    throw error;
  }
}

async function readPlaces({
  folder,
  local,
  elsewhere,
  ...of
}: Pick<EvidencePlaces, 'origin' | 'known' | 'key' | 'previous'> & {
  readonly folder: string;
  readonly local: CheckpointPlace;
  readonly elsewhere: Elsewhere | undefined;
}): Promise<EvidencePlaces> {
  const { origin, known, key, previous } = of;
  const keys = [...known, key.publicKey, ...(previous ? [previous.publicKey] : [])];
  const statePath = join(folder, 'tree');
  const state = await readTreeState(statePath);
  const read = async (most: number): Promise<readonly [Read, Read | undefined]> => [
    await readPlace(local, most, folder, origin, keys),
    elsewhere && (await readPlace(elsewhere.place, most, elsewhere.name, origin, keys)),
  ];
  let [here, there] = await read(newest);
  // All of them when the newest do not reach back to where the tree was written down, or do not meet.
  const first = here.whole ? 0 : (here.checkpoints[0]?.size ?? 0);
  const least = Math.min(state?.tree.size ?? 0, there?.checkpoints.at(-1)?.size ?? first);
  const isEnough = here.whole || (state !== undefined && least >= first);
  if (!isEnough) [here, there] = await read(Number.POSITIVE_INFINITY);
  else if (there !== undefined) {
    const from = here.whole ? 0 : first;
    there = { ...there, checkpoints: there.checkpoints.filter(({ size }) => size >= from) };
  }
  return {
    ...of,
    local: { place: local, where: 'beside them', checkpoints: here.checkpoints },
    published: elsewhere &&
      there && { place: elsewhere.place, where: `in ${elsewhere.name}`, checkpoints: there.checkpoints },
    statePath,
    state,
  };
}

async function readKeys(place: CheckpointPlace, folder: string): Promise<VerifierKey[]> {
  const lines = (await place.readKeys()).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const key = parseVerifierKey(line);
    if (key === undefined) throw evidenceDamaged(folder, 'a line of the public keys, "keys", is damaged');
    return key;
  });
}

interface Elsewhere {
  readonly place: CheckpointPlace;
  /** For people: without a password. */
  readonly name: string;
}

function publishTo(to: NonNullable<EvidenceOptions['publish']>, origin: string): Promise<Elsewhere> {
  return typeof to === 'string' ? publishToFolder(to, origin) : publishToDatabase(to.postgres, origin);
}

async function publishToDatabase(text: string, origin: string): Promise<Elsewhere> {
  const { url, shown } = connectionUrl(text);
  const place = new CheckpointTable(url, origin);
  try {
    await place.assertAppendOnly();
    return { place, name: shown };
  } catch (error) {
    await place.close();
    const remedy =
      'Make the tables and the role as docs/evidence.md has them, or see to records.checkpoints.publishToPostgres.';
    throw cannotPublish(shown, failureReason(error), remedy, error);
  }
}

async function publishToFolder(folder: string, origin: string): Promise<Elsewhere> {
  const place = new CheckpointFolder(folder, publishedNames(origin));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    await place.readCheckpoints(newest);
    return { place, name: folder };
  } catch (error) {
    const remedy =
      'Make that folder writable for the gateway, or name another as records.checkpoints.publish.';
    throw cannotPublish(folder, failureReason(error), remedy, error);
  }
}

interface Read {
  readonly checkpoints: readonly SignedCheckpoint[];
  readonly whole: boolean;
}

/** The checkpoints in a place; a torn one at its end is left out. The newest must be one of ours. */
async function readPlace(
  place: CheckpointPlace,
  most: number,
  folder: string,
  origin: string,
  keys: readonly VerifierKey[],
): Promise<Read> {
  const { text, whole } = await place.readCheckpoints(most);
  const { checkpoints, damaged } = parseCheckpoints(text);
  if (damaged !== undefined) {
    const number = whole ? `number ${damaged + 1}` : `number ${damaged + 1} of the newest`;
    throw evidenceDamaged(folder, `checkpoint ${number} is damaged`);
  }
  const last = checkpoints.at(-1);
  if (last === undefined) return { checkpoints, whole };
  const signed = await Promise.all(keys.map((key) => verifyNote(last.note, key)));
  if (last.origin !== origin || signed.includes('forged') || !signed.includes('signed'))
    throw evidenceDamaged(
      folder,
      `the newest checkpoint, of ${last.size} records, is not signed by a key of this log`,
    );
  return { checkpoints, whole };
}
