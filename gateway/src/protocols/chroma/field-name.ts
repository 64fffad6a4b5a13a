import { unreadable } from './unreadable.ts';

/** Keys by which Chroma itself means something other than a metadata field. */
const reserved = new Map<string, string>([
  ['#id', '$id'],
  ['#document', '$document'],
  ['#embedding', '$vector'],
  ['#score', '$score'],
  ['#uri', '$uri'],
  // How the store keeps texts and addresses beside the metadata: a filter reaches them under these keys.
  ['chroma:document', '$document'],
  ['chroma:uri', '$uri'],
]);

/** The store-neutral name of a metadata key or filter key. Throws `Refusal` for keys of Chroma's that are not known. */
export function fieldOfKey(key: string): string {
  const known = reserved.get(key);
  if (known !== undefined) return known;
  if (/^(?:[#$]|chroma:)/.test(key)) {
    throw unreadable(
      'reserved-key',
      'it names a key that Chroma reserves for itself.',
      'Use a metadata key of your own.',
    );
  }
  return key;
}

/** True when a field of policy is a metadata key that a filter can name. */
export const isMetadataKey = (field: string): boolean => field !== '' && !/^(?:[#$]|chroma:)/.test(field);

/** True for keys that Chroma keeps for itself: none may be written as metadata. */
export const isReservedKey = (key: string): boolean => key === '' || /^(?:[#$]|chroma:)/.test(key);
