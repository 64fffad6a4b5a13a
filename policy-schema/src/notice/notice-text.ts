/** What was masked of one field, in one way. */
export interface ToldMask {
  readonly field: string;
  readonly method: string;
  /** Names of the detectors that found something. */
  readonly found?: readonly string[];
}

const verbs: Readonly<Record<string, string>> = {
  partial: 'partly hidden',
  redact: 'redacted',
  hash: 'hashed',
  tokenize: 'tokenized',
  nullify: 'emptied',
  drop: 'removed',
};

const spoken = (field: string): string => field.replace(/^\$/, '');

/**
 * The one line that tells what was changed without a refusal (invariant 6, UI.md Texts), without the product's
 * name and the decision: undefined when nothing was changed.
 */
export function noticeText(changes: readonly string[], masked: readonly ToldMask[]): string | undefined {
  const masks = masked.map(({ field, method, found }) => {
    const inside =
      found !== undefined && found.length > 0
        ? ` (${found.map((f) => (f === 'credit-card' ? 'card' : f)).join(', ')})`
        : '';
    return `${spoken(field)} ${verbs[method] ?? method}${inside}`;
  });
  const groups = [changes.join(', '), masks.join(', ')].filter((group) => group !== '');
  return groups.length === 0 ? undefined : groups.join('; ');
}
