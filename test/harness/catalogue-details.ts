/** The answer to `GET /catalogue/details`, as far as tests read it. */
export interface CatalogueDetails {
  readonly collections: readonly {
    readonly name: string;
    readonly dimension?: number;
    readonly metric?: string;
    readonly withheld?: string;
    readonly sample?: {
      readonly count: number;
      readonly records: number;
      readonly fields: readonly {
        readonly path: string;
        readonly types: readonly string[];
        readonly records: number;
      }[];
    };
  }[];
  readonly more: boolean;
}
