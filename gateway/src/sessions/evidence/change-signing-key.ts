import { type EvidenceEvent, formatVerifierKey } from '@vectorgate/policy-schema/evidence';
import type { RecorderLogger } from '../recorder-logger.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import type { EvidencePlaces } from './evidence-places.ts';

/**
 * Makes the configured key the one that signs, when it is not that already: a record names it, and the checkpoint over
 * that record is signed by the key before as well, where that one is at hand. Old public keys stay listed. Whatever is
 * interrupted here is done once more at the next start.
 */
export async function changeSigningKey(
  places: EvidencePlaces,
  signer: CheckpointSigner,
  append: (event: EvidenceEvent) => Promise<void>,
  logger: RecorderLogger,
): Promise<void> {
  const { key, previous, known } = places;
  const texts = known.map(formatVerifierKey);
  const from = texts.at(-1);
  if (from === undefined) return listKeys(places, [key.text]);
  if (from === key.text) return publishKeys(places, texts);
  const vouching = previous?.text === from ? [previous] : [];
  signer.signWith([...vouching, key]);
  await append({ event: 'signing-key-changed', from, to: key.text });
  await signer.sign();
  await listKeys(places, [...texts, key.text]);
  signer.signWith([key]);
  const about = { from, to: key.text };
  if (vouching.length > 0)
    logger.info(about, 'checkpoints are signed by another key from here on; the one before vouches for it');
  else
    logger.warn(
      about,
      'checkpoints are signed by another key from here on, and the one before does not vouch for it: whoever verifies needs the new public key from you. To have it vouched for, name the old key as records.checkpoints.previousSigningKey before the first start with the new one',
    );
}

/** A second place may be younger than the keys. */
async function publishKeys({ published }: EvidencePlaces, keys: readonly string[]): Promise<void> {
  const text = textOf(keys);
  if (published !== undefined && (await published.place.readKeys()) !== text)
    await published.place.writeKeys(text);
}

const textOf = (keys: readonly string[]): string => keys.map((key) => `${key}\n`).join('');

/** Lists the public keys beside the records and where checkpoints are published. */
async function listKeys({ local, published }: EvidencePlaces, keys: readonly string[]): Promise<void> {
  const text = textOf(keys);
  await local.place.writeKeys(text);
  await published?.place.writeKeys(text);
}
