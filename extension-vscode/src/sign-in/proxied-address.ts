import { GateProblem } from '../gate/problem.ts';

/**
 * What keeps a browser from signing in at `address`, a place of the gateway's, where the editor would lead it to `external`
 * instead; undefined when nothing does. A VS Code that is served to a browser leads loopback addresses through itself:
 * there the gateway's pages have another address than they name, and none of their cookies comes back.
 */
export function proxiedAddress(address: string, external: string): GateProblem | undefined {
  const [own, led] = [new URL(address), new URL(external)];
  if (own.origin === led.origin) return undefined;
  return new GateProblem({
    code: 'editor_leads_elsewhere',
    message: `your browser cannot sign in at ${own.origin}: this editor leads it to ${led.origin}${led.pathname.slice(0, -own.pathname.length)} instead.`,
    next: `With browser, editor and gateway on one machine, start code-server with VSCODE_PROXY_URI=${own.origin} set. Else the gateway needs an address of its own, not one of this machine.`,
  });
}
