/** How far a search for texts looked, and into what it could not look. */
export interface LookedThrough {
  /** Records that satisfy all other terms, and whose turn it was. */
  readonly records: number;
  /** When the last of them was, the oldest one (RFC 3339); absent where there was none. */
  readonly back?: string;
  /** Older ones are there that were not looked at. */
  readonly further?: true;
  /** Of those records: their session was forgotten. */
  readonly forgotten: number;
  /** Nothing was kept, or taken along, of what was asked. */
  readonly bare: number;
  /** All that was asked is withheld from whoever looks. */
  readonly withheld: number;
  /** A part of it is withheld: what is shown of the rest was looked through. */
  readonly partly: number;
  /** Longer than what is looked into. */
  readonly long: number;
  /** It cannot be read. */
  readonly damaged: number;
}

/** Why nothing of a record could be looked into. */
export const unlookedKinds = ['forgotten', 'bare', 'withheld', 'long', 'damaged'] as const;
export type UnlookedKind = (typeof unlookedKinds)[number];

/** Two looks, one of which goes on where the other ended. */
export function lookedTogether(first: LookedThrough, then: LookedThrough): LookedThrough {
  const { further: _, ...before } = first;
  const sum = { ...before, ...then };
  const counts = ['records', 'partly', ...unlookedKinds] as const;
  return { ...sum, ...Object.fromEntries(counts.map((key) => [key, first[key] + then[key]])) };
}
