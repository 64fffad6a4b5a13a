import { suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { openWorkbench } from './open-workbench.ts';

suite('a gateway of the machine that serves VS Code to a browser', () => {
  const at = openWorkbench({ environment: { VSCODE_PROXY_URI: './proxy/{{port}}' } });

  step(
    'where the editor leads the browser through itself, the sign-in says what to do',
    at.page,
    async () => {
      await at.bench.status.click();
      const { port } = new URL(at.world.demo.controlUrl);
      await at.bench
        .notification(
          new RegExp(
            `cannot sign in at http://127\\.0\\.0\\.1:${port}: this editor leads it to http://127\\.0\\.0\\.1:\\d+/proxy/${port} instead\\..*VSCODE_PROXY_URI=http://127\\.0\\.0\\.1:${port} set`,
          ),
        )
        .waitFor();
      await at.bench.statusSays(/Sign in$/);
      await screenshot(at.page(), 'vscode-proxied');
    },
  );
});
