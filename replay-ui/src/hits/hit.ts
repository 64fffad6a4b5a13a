/** One record that an answer holds. */
export interface Hit {
  readonly id: string;
  /** Distance or score as the store gave it; undefined where the answer has none. */
  readonly distance?: number;
  readonly document?: string;
  /** Metadata or payload, as delivered. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Only where it was delivered and kept as numbers. */
  readonly vector?: readonly number[];
}

/** The hits of one query of a request. */
export interface HitGroup {
  readonly hits: readonly Hit[];
  /** The query's own vector, where the record kept it. */
  readonly query?: readonly number[];
}

/** All hits of an answer. */
export interface Hits {
  readonly groups: readonly HitGroup[];
  /** `distance`: small is near; `score`: large is near. */
  readonly measure: 'distance' | 'score';
}
