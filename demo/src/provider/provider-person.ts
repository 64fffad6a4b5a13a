/** One account of the development provider. Everything about these people is made up. */
export interface ProviderPerson {
  /** What is typed into the sign-in form; also the `sub` claim. */
  readonly login: string;
  /** Default: the login. */
  readonly password?: string;
  /** Shown to people, `name` claim. */
  readonly name: string;
  readonly groups: readonly string[];
  /** The `tenant` claim; absent for people who belong to none. */
  readonly tenant?: string;
  /** Further claims. */
  readonly claims?: Readonly<Record<string, unknown>>;
}
