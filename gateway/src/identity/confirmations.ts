import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { SealedState } from './state/sealed-state.ts';
import type { UpstreamAnswer } from './upstream-provider.ts';

/** A person whom the provider let in, and who has not yet said whether the sign-in may go on. */
interface Asked {
  /** The `state` with which the provider sent the browser back. */
  readonly returnedWith: string;
  /** Stands in the page's form alone. */
  readonly nonce: string;
  readonly answer: UpstreamAnswer;
}

const kind = 'unconfirmed-sign-in';
const seconds = 600;
const now = (): number => Math.floor(Date.now() / 1000);

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Sign-ins between the provider's yes and the person's. Each belongs to one interaction, whose cookie only its browser has. */
export class Confirmations {
  readonly #state: SealedState;

  constructor(state: SealedState) {
    this.#state = state;
  }

  /** Keeps what the provider said until the person has answered. */
  async ask(interaction: string, returnedWith: string, answer: UpstreamAnswer): Promise<Asked> {
    const asked: Asked = { returnedWith, nonce: randomBytes(32).toString('base64url'), answer };
    await this.#state.put(kind, interaction, asked, { expires: now() + seconds });
    return asked;
  }

  /** What was asked already, for a page that is loaded again. */
  async asked(interaction: string, returnedWith: string): Promise<Asked | undefined> {
    const kept = await this.#state.get<Asked>(kind, interaction);
    return kept?.consumed === undefined && kept?.value.returnedWith === returnedWith ? kept.value : undefined;
  }

  /** What the provider said, once. `foreign`: the nonce is not this interaction's. `gone`: answered already, or too old. */
  async take(interaction: string, nonce: string | undefined): Promise<UpstreamAnswer | 'foreign' | 'gone'> {
    const kept = await this.#state.get<Asked>(kind, interaction);
    if (kept === undefined) return 'gone';
    if (nonce === undefined || !isSame(nonce, kept.value.nonce)) return 'foreign';
    return (await this.#state.consume(kind, interaction, now())) ? kept.value.answer : 'gone';
  }
}
