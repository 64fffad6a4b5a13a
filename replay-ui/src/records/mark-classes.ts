import { listOf, objectOf } from './is-object.ts';
import type { RecordContent } from './record-content.ts';

/** Marks that do not say by themselves what they hide. */
export type SilentMark = 'redacted' | 'partial' | 'hash' | 'token';

/**
 * Of which class the mark of a detector is that stands in a field (`email`, `$document`): `phone`, or `email or phone` where it is
 * one of these; undefined where the record does not tell.
 */
export type MarkClasses = (mark: SilentMark, field: string) => string | undefined;

/** What leaves such marks in a text. Where too little of a find is left to show a part of it, all of it is redacted. */
const methods: Readonly<Record<SilentMark, string>> = {
  redacted: 'partial',
  partial: 'partial',
  hash: 'hash',
  token: 'tokenize',
};

/** Classes of which a mark may be one: more say nothing to a reader. */
const mostClasses = 3;

/** A whole field that was hidden: what was in it, nobody looked. */
const wholeField = '';

/** Whether one field is the other, or lies in it. */
const touches = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** Whether one list of masks bound all of the answer: what was counted is not told by the operations of a request. */
const isMaskedAlike = ({ header, decision }: RecordContent): boolean => {
  if (header.operations.length < 2) return true;
  const masks = listOf(objectOf(decision).operations).map((one) =>
    JSON.stringify(objectOf(objectOf(one).obligations).masks),
  );
  return (
    masks.length === header.operations.length &&
    masks[0] !== undefined &&
    masks.every((one) => one === masks[0])
  );
};

/**
 * Tells the class of marks in an answer by what was masked in it. Only where it can be nothing else: of the classes that were
 * hidden in that way in that field, for whoever asked and for whoever reads, and where nothing there was hidden whole so.
 */
export function markClasses(record: RecordContent): MarkClasses {
  const { masked = [] } = record;
  if (!masked.some(({ found }) => found !== undefined) || !isMaskedAlike(record)) return () => undefined;
  return (mark, field) => {
    const there = masked.filter((one) => touches(one.field, field));
    if (mark === 'redacted' && there.some(({ method }) => method === 'redact')) return undefined;
    const classes = new Set(
      there
        .filter(({ method }) => method === methods[mark])
        .flatMap(({ found = [wholeField], sought = [] }) => [...found, ...sought]),
    );
    if (classes.size > mostClasses || classes.has(wholeField)) return undefined;
    const names = [...classes].sort();
    const last = names.pop();
    return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
  };
}
