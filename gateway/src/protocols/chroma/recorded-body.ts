import { Splices } from '../../json/splices.ts';
import { condenseEach, condenseSparse } from '../condensed-vector.ts';
import type { RequestBody } from './request-body.ts';
import { vectorFields } from './vector-fields.ts';

/** The body for its record: vectors as dimension and digest, all else to the byte. */
export function recordedBody(body: RequestBody): Uint8Array {
  const { bytes } = body.document;
  const splices = new Splices(bytes);
  for (const { key, value } of body.root.members.list) {
    if (value.kind !== 'array') continue;
    if (vectorFields.has(key)) condenseEach(bytes, value.items, splices);
    else if (key === 'metadatas') condenseSparse(bytes, value.items, splices);
  }
  return splices.apply();
}
