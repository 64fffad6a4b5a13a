import { GatewayApi } from '../api/gateway-api.ts';
import { discover } from '../discovery/discover.ts';
import { askKept } from '../keeper/ask-kept.ts';
import type { HeldTokens } from '../keeper/held-tokens.ts';
import type { KeptIn } from '../keeper/keeper-messages.ts';
import { startKeeper } from '../keeper/start-keeper.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeSettings } from '../settings/settings.ts';
import { openBrowser } from '../sign-in/open-browser.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { signInByCode } from '../sign-in/sign-in-by-code.ts';
import { type CommonOptions, chosenGateway, print } from './context.ts';
import { describeMe } from './describe-me.ts';

/** By the browser of this machine, and back through the loopback address. */
const byBrowser = (issuer: string, browser: boolean, terminal: Terminal): Promise<HeldTokens> =>
  signIn(issuer, async (url) => {
    const opened = browser && (await openBrowser(url));
    terminal.err(
      opened
        ? `Your browser shows the sign-in page. Should it not, open:\n${url}\n`
        : `Open this address in a browser on this machine:\n${url}\n`,
    );
    terminal.err('Waiting for you to sign in …\n');
  });

/** By a code that is typed in any browser, where the gateway allows it. */
const byCode = (issuer: string, terminal: Terminal): Promise<HeldTokens> =>
  signInByCode(issuer, ({ code, address, seconds }) => {
    terminal.err(`Open this address in a browser on any device:\n${address}\nand type the code ${code}\n`);
    terminal.err(
      `It counts for ${Math.round(seconds / 60)} minutes. Give it to nobody: who types it signs this terminal in.\n`,
    );
    terminal.err('Waiting for you to sign in …\n');
  });

const keptWhere: Readonly<Record<KeptIn, string>> = {
  keyring: "Your sign-in is kept in this system's keyring.",
  memory: 'Your sign-in is kept in memory: it ends with this machine, or with vectorgate logout.',
};

/** `vectorgate login`: by the browser, or by a code with `--device-code`. */
export async function login(
  options: CommonOptions & { readonly browser: boolean; readonly deviceCode?: boolean },
  terminal: Terminal,
): Promise<void> {
  const { controlUrl, issuer } = await discover(await chosenGateway(options));
  const tokens = await (options.deviceCode
    ? byCode(issuer, terminal)
    : byBrowser(issuer, options.browser, terminal));
  await askKept(controlUrl, { op: 'sign-out' }).catch(() => undefined);
  const kept = await startKeeper(controlUrl, tokens);
  await writeSettings({ gateway: controlUrl });
  const me = await new GatewayApi(controlUrl, async () => tokens.accessToken).me();
  print(terminal, options, me, () => `Signed in. ${describeMe(me, terminal.now())}\n${keptWhere[kept]}\n`);
}
