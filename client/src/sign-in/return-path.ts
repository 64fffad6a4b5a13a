/** How a sign-in comes back from the browser. */
export interface ReturnPath {
  /** What the gateway knows of it. */
  readonly redirectUri: string;
  /** What the gateway's own page for editors reads from the state, after the nonce: where to forward. */
  readonly stateSuffix?: string;
  /** Told of the state before the browser opens, where more than one sign-in may come back this way. */
  expect?(state: string): void;
  /** An address whose query the browser brought back. Rejects after the time given. */
  readonly returned: Promise<URL>;
  close(): void;
}
