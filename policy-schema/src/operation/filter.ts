export type Scalar = string | number | bigint | boolean;

/** How a comparison tests a field. `text` covers every kind of substring, full-text or regex test. */
export type Comparison =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'exists'
  | 'contains'
  | 'not-contains'
  | 'text';

/**
 * A store-neutral filter over field paths. `opaque` is an expression of the store that we can read well
 * enough to name its fields, but not to restate; `fields: 'all'` means that it may refer to any field.
 */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly op: 'not'; readonly of: Filter }
  | {
      readonly op: 'compare';
      readonly field: string;
      readonly test: Comparison;
      readonly value: Scalar | readonly Scalar[];
    }
  | { readonly op: 'opaque'; readonly fields: 'all' | readonly string[] };

/**
 * A filter that policy demands: only `and`, `or` and `compare` with `eq` or `in` (combining, point 7).
 * It is and-ed at the root of every query of the operation, the nested ones included.
 */
export type RequiredFilter =
  | { readonly op: 'and' | 'or'; readonly of: readonly RequiredFilter[] }
  | { readonly op: 'compare'; readonly field: string; readonly test: 'eq'; readonly value: Scalar }
  | {
      readonly op: 'compare';
      readonly field: string;
      readonly test: 'in';
      readonly value: readonly Scalar[];
    };
