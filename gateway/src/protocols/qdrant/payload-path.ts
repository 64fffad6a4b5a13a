import { unreadable } from './unreadable.ts';

/** One step of Qdrant's JSON path: a bare or quoted key, then any number of list steps. */
const step = /(?:"([^"\\]+)"|([\p{Alphabetic}\p{N}_-]+))(?:\[\d*\])*(?:\.|$)/uy;

const strange = (): Error =>
  unreadable('payload-path', 'it names a payload field in a way that is not read here.');

/**
 * The store-neutral path of a payload field as Qdrant's requests write it (`address.city`, `items[].price`,
 * `"a key".b`): keys by dots, list steps left out. Throws `Refusal`.
 */
export function fieldOfPath(path: string): string {
  const keys: string[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < path.length) {
    const [whole, quotedKey, bare] = step.exec(path) ?? [];
    if (whole === undefined) throw strange();
    keys.push(quotedKey ?? bare ?? '');
  }
  if (keys.length === 0 || path.endsWith('.')) throw strange();
  const field = keys.join('.');
  // A payload key of such a name would be taken for what policy means by it.
  if (field.startsWith('$')) throw strange();
  return field;
}

/** A field of policy as a path of Qdrant's; undefined where it has none. */
export function pathOfField(field: string): string | undefined {
  if (field === '' || field.startsWith('$') || /["\\]/.test(field)) return undefined;
  const keys = field.split('.');
  if (keys.includes('')) return undefined;
  return keys.map((key) => (/^[\p{Alphabetic}\p{N}_-]+$/u.test(key) ? key : `"${key}"`)).join('.');
}
