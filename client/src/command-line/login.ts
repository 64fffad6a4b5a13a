import { GatewayApi } from '../api/gateway-api.ts';
import { discover } from '../discovery/discover.ts';
import { askKeeper } from '../keeper/ask-keeper.ts';
import { startKeeper } from '../keeper/start-keeper.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeSettings } from '../settings/settings.ts';
import { openBrowser } from '../sign-in/open-browser.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { type CommonOptions, chosenGateway, print } from './context.ts';
import { describeMe } from './describe-me.ts';

/** `vectorgate login`: by the browser, and back through the loopback address. */
export async function login(
  options: CommonOptions & { readonly browser: boolean },
  terminal: Terminal,
): Promise<void> {
  const { controlUrl, issuer } = await discover(await chosenGateway(options));
  const tokens = await signIn(issuer, async (url) => {
    const opened = options.browser && (await openBrowser(url));
    terminal.err(
      opened
        ? `Your browser shows the sign-in page. Should it not, open:\n${url}\n`
        : `Open this address in a browser on this machine:\n${url}\n`,
    );
    terminal.err('Waiting for you to sign in …\n');
  });
  await askKeeper(controlUrl, { op: 'sign-out' }).catch(() => undefined);
  await startKeeper(controlUrl, tokens);
  await writeSettings({ gateway: controlUrl });
  const me = await new GatewayApi(controlUrl, async () => tokens.accessToken).me();
  print(terminal, options, me, () => `Signed in. ${describeMe(me, terminal.now())}\n`);
}
