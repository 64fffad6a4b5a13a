import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const longestNonce = 256;

/** The key that a broker gives to the processes it governs (docs/broker-protocol.md): 256 bits of chance. */
export class BrokerKey {
  readonly text = randomBytes(32).toString('base64url');
  readonly #digest = digestOf(this.text);

  /** Whether somebody spoke it. Takes the same time whatever was said. */
  is(said: unknown): boolean {
    return typeof said === 'string' && timingSafeEqual(digestOf(said), this.#digest);
  }

  /** What shows to whoever knows the key that we know it too; undefined for what is no nonce. */
  proof(nonce: unknown): string | undefined {
    if (typeof nonce !== 'string' || nonce === '' || nonce.length > longestNonce) return undefined;
    return createHmac('sha256', this.text).update(`vectorgate-broker:${nonce}`).digest('base64url');
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
