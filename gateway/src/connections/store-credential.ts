import type { CredentialConfiguration } from '../configuration/configuration.ts';
import type { Reloaded } from '../configuration/reloaded.ts';
import { type SecretForms, secretForms } from '../engines/http/without-secret.ts';

/** Secrets that are still looked for in answers after they were replaced: late answers may quote them. */
const remembered = 4;

/** Makes a credential for one request out of the store's secret. */
export type Mint = (secret: string, scope: string | undefined) => Promise<string>;

/** What the gate shows a store, as it stands now, and how it would stand in an answer that quotes it. */
export class StoreCredential {
  readonly header: string;
  readonly #written: CredentialConfiguration;
  readonly #mint: Mint | undefined;
  #secret = '';
  #value = '';
  #forms: SecretForms = secretForms();
  /** Newest first: for each secret the texts that give it away. */
  #shown: (readonly string[])[] = [];

  /** `mint` makes what is shown out of the secret and a request's scope; without it the secret is shown. */
  constructor(written: CredentialConfiguration, secret: Reloaded<string>, mint?: Mint) {
    this.header = written.header;
    this.#written = written;
    this.#mint = mint;
    this.#take(secret.value);
    secret.onChange((next) => this.#take(next));
  }

  /** The header's value. */
  valueFor(scope: string | undefined): string | Promise<string> {
    return this.#mint === undefined ? this.#value : this.#mint(this.#secret, scope);
  }

  /** Every text that would give it, or one of those before it, away. */
  get forms(): SecretForms {
    return this.#forms;
  }

  #take(secret: string): void {
    this.#secret = secret;
    const { prefix, user } = this.#written;
    // What stands behind the prefix: of the Basic scheme user and password together (RFC 7617 section 2).
    const shown = user === undefined ? secret : Buffer.from(`${user}:${secret}`).toString('base64');
    this.#value = `${prefix}${shown}`;
    this.#shown = [[secret, shown], ...this.#shown].slice(0, remembered + 1);
    this.#forms = secretForms(...this.#shown.flat());
  }
}
