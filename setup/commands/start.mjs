import { join } from 'node:path';
import { install } from '../install/all.mjs';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';

/** Starts the demo; `--gateway-only --config FILE` the gateway alone, which needs neither Python nor the demo. */
export async function start(args) {
  const gatewayOnly = args.includes('--gateway-only');
  await install(...(gatewayOnly ? ['node'] : ['node', 'python', 'jupyter']));
  const program = gatewayOnly
    ? [
        join(root, 'gateway', 'bin', 'vectorgate-gateway.mjs'),
        ...args.filter((arg) => arg !== '--gateway-only'),
      ]
    : [join(root, 'demo', 'src', 'start', 'main.ts'), ...args];
  return runVisibly(pinnedNode, program, { cwd: process.env.INIT_CWD ?? root, env: await environment() });
}
