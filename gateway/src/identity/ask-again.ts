import { errors } from 'oidc-provider';
import type { SignInSession } from './sign-in-session.ts';
import type { SignInSessions } from './sign-in-sessions.ts';
import { UpstreamError } from './upstream-error.ts';
import type { UpstreamProvider } from './upstream-provider.ts';

/**
 * Asks the company's provider about a session before a refresh. Its groups and claims are brought up to date; a no
 * ends the session; a provider that does not answer refuses this refresh and leaves the session as it is.
 */
export class AskAgain {
  readonly #sessions: SignInSessions;
  readonly #upstream: UpstreamProvider;
  /** The provider rotates its refresh token too: two questions at once would look like a theft to it. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(sessions: SignInSessions, upstream: UpstreamProvider) {
    this.#sessions = sessions;
    this.#upstream = upstream;
  }

  about(id: string): Promise<void> {
    const running = this.#underWay.get(id);
    if (running !== undefined) return running;
    const asked = this.#ask(id).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, asked);
    return asked;
  }

  async #ask(id: string): Promise<void> {
    const session = await this.#sessions.get(id);
    if (session === undefined) throw ended();
    const keep = async (
      change: Partial<Pick<SignInSession, 'known' | 'upstreamRefreshToken'>>,
    ): Promise<void> => {
      if (!(await this.#sessions.update(id, change))) throw ended();
    };
    try {
      const answer = await this.#upstream.refresh(session.upstreamRefreshToken, session.subject, (rotated) =>
        keep({ upstreamRefreshToken: rotated }),
      );
      await keep({ known: answer.known, upstreamRefreshToken: answer.refreshToken });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.problem === 'refused') {
        await this.#sessions.end(id, 'provider said no');
        throw new errors.CustomOIDCProviderError('invalid_grant', `${error.message} Sign in again.`);
      }
      const busy = new errors.CustomOIDCProviderError(
        'temporarily_unavailable',
        `${error.message} Your sign-in is kept; try again in a moment.`,
      );
      busy.status = 503;
      busy.statusCode = 503;
      throw busy;
    }
  }
}

const ended = (): Error =>
  new errors.CustomOIDCProviderError('invalid_grant', 'Your sign-in has ended. Sign in again.');
