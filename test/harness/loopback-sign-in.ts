import { discover, type HeldTokens, signIn } from '@vectorgate/client';
import { SignInBrowser } from '@vectorgate/demo';

/** Signs a person in as `vectorgate login` and editors do, over the loopback address, but for the person's browser. */
export async function loopbackSignIn(
  gateway: string,
  login: string,
  password: string = login,
): Promise<HeldTokens> {
  const { issuer } = await discover(gateway);
  return signIn(issuer, async (url) => {
    const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
    const back = await new SignInBrowser().signIn(url, redirectUri, { login, password });
    // The loopback listener takes the answer once this returns.
    setImmediate(() => void fetch(back).then((answer) => answer.body?.cancel()));
  });
}
