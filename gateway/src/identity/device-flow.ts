import type { errors, KoaContextWithOIDC, Configuration as ProviderConfiguration } from 'oidc-provider';
import { deviceCodePage } from './pages/device-code-page.ts';
import { deviceConfirmPage } from './pages/device-confirm-page.ts';
import { page } from './pages/page.ts';

/** RFC 8628, section 3.4. */
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
/** Where the code is typed in, below the OAuth face. */
export const codePath = '/device';
/** How long a code may be typed in: short, since a stranger may have sent it (RFC 8628, section 5.4). */
export const deviceCodeSeconds = 300;

type DeviceFlow = NonNullable<NonNullable<ProviderConfiguration['features']>['deviceFlow']>;

const problems: Readonly<Record<string, string>> = {
  NoCodeError: 'Type the code first.',
  NotFoundError: 'There is no such code. Look at the device again: a code counts for five minutes.',
  ExpiredError: 'This code is too old. Start the sign-in on the device again.',
  AlreadyUsedError: 'This code was used already. Start the sign-in on the device again.',
  AbortedError: 'Stopped: the device was not signed in.',
};

/** Of the form that was begun: what only our own page knows. */
const xsrf = (ctx: KoaContextWithOIDC): string => {
  const state: unknown = ctx.oidc.session?.state;
  return typeof state === 'object' && state !== null && 'secret' in state ? String(state.secret) : '';
};

/** Device codes and their three pages: where the code is typed, where the person is asked, and the end. */
export const deviceFlow = (): DeviceFlow => ({
  enabled: true,
  // As the connection says: a header about it is anybody's to write.
  deviceInfo: (ctx) => ({ ip: ctx.req.socket.remoteAddress, ua: ctx.get('user-agent').slice(0, 200) }),
  userCodeInputSource: (ctx, _form, out, error?: Error | errors.OIDCProviderError) => {
    const said = error && (problems[error.name] ?? `${out?.error_description ?? 'It did not work'}.`);
    ctx.type = 'html';
    ctx.body = deviceCodePage(ctx.oidc.urlFor('code_verification'), xsrf(ctx), said);
  },
  userCodeConfirmSource: (ctx, _form, client, device, code) => {
    const asked = ctx.oidc.entities.DeviceCode?.iat;
    ctx.type = 'html';
    ctx.body = deviceConfirmPage({
      code,
      program: client.clientName ?? client.clientId,
      address: String(device.ip ?? 'unknown'),
      agent: String(device.ua ?? ''),
      secondsAgo: asked === undefined ? undefined : Math.floor(Date.now() / 1000) - asked,
      post: ctx.oidc.urlFor('code_verification'),
      xsrf: xsrf(ctx),
    });
  },
  successSource: (ctx) => {
    ctx.type = 'html';
    ctx.body = page('Signed in', ['You can close this window and go back to the device.']);
  },
});
