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
import type { EvidenceOptions } from './evidence-options.ts';
import { cannotPublish, evidenceDamaged } from './evidence-trouble.ts';
import { type SigningKey, signingKey } from './signing-key.ts';

/** A place for checkpoints with what lay there when it was opened. */
export interface OpenedPlace {
  readonly place: CheckpointPlace;
  /** For texts: "beside the records". */
  readonly where: string;
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
  /** Where the tree's state is kept. */
  readonly statePath: string;
}

/** Throws `GateError` code `evidence-damaged` or `checkpoints-unpublished`. */
export async function openEvidencePlaces(folder: string, options: EvidenceOptions): Promise<EvidencePlaces> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const local = new CheckpointFolder(folder, { checkpoints: 'checkpoints', keys: 'keys' });
  const known = await readKeys(local, folder);
  const text = await local.readCheckpoints();
  if (known.length === 0 && text !== '') throw evidenceDamaged(folder, 'the public keys, "keys", are gone');
  const origin = known[0]?.name ?? `vectorgate/${ulid()}`;
  const key = signingKey(origin, options.signingKey);
  const previous = options.previousSigningKey && signingKey(origin, options.previousSigningKey);
  const keys = [...known, key.publicKey, ...(previous ? [previous.publicKey] : [])];
  const published = options.publish === undefined ? undefined : await publishTo(options.publish, origin);
  return {
    origin,
    known,
    key,
    previous,
    local: { place: local, where: `beside them`, checkpoints: await readPlace(text, folder, origin, keys) },
    published: published && {
      place: published.place,
      where: `in ${options.publish}`,
      checkpoints: await readPlace(published.text, options.publish ?? '', origin, keys),
    },
    statePath: join(folder, 'tree'),
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

async function publishTo(folder: string, origin: string): Promise<{ place: CheckpointPlace; text: string }> {
  const place = new CheckpointFolder(folder, publishedNames(origin));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return { place, text: await place.readCheckpoints() };
  } catch (error) {
    throw cannotPublish(folder, failureReason(error), error);
  }
}

/** The checkpoints in a text; a torn one at its end is left out. The newest must be one of ours. */
async function readPlace(
  text: string,
  folder: string,
  origin: string,
  keys: readonly VerifierKey[],
): Promise<readonly SignedCheckpoint[]> {
  const { checkpoints, damaged } = parseCheckpoints(text);
  if (damaged !== undefined) throw evidenceDamaged(folder, `checkpoint number ${damaged + 1} is damaged`);
  const last = checkpoints.at(-1);
  if (last === undefined) return checkpoints;
  const signed = await Promise.all(keys.map((key) => verifyNote(last.note, key)));
  if (last.origin !== origin || signed.includes('forged') || !signed.includes('signed'))
    throw evidenceDamaged(
      folder,
      `the newest checkpoint, of ${last.size} records, is not signed by a key of this log`,
    );
  return checkpoints;
}
