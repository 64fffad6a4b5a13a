/** What is asked before policies are put in force, below what would come of it. */
export interface PublishForm {
  readonly revision: number;
  readonly summary: string;
  /** Somebody gets more, or it cannot be told that nobody does. */
  readonly widens: boolean;
  /** Why, as far as it is said already. */
  readonly note: string;
  readonly step:
    | { readonly is: 'asking'; readonly trouble?: string }
    | { readonly is: 'sending' }
    | { readonly is: 'done'; readonly text: string };
  readonly go: (note: string) => void;
  readonly leave: () => void;
}
