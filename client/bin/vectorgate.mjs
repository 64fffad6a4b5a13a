#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// TypeScript is run as it is from Node 24 on. An older Node hands over to the one that the clone pins.
const pinned = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const program = fileURLToPath(new URL('../src/command-line/run.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) {
  if (process.argv[2] === 'complete') {
    // Somebody waits for it behind a key: nothing else is loaded.
    const { complete } = await import('../src/completion/complete.ts');
    // Whatever it still waits for, the shell waits for nothing more.
    process.stdout.write(await complete(process.argv.slice(3)), () => process.exit(0));
  } else {
    const { run } = await import('../src/command-line/run.ts');
    process.exitCode = await run(process.argv.slice(2));
  }
} else if (existsSync(pinned)) {
  const self = fileURLToPath(import.meta.url);
  process.exitCode = spawnSync(pinned, [self, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(
    `vectorgate needs Node 24 or newer; this is ${process.versions.node}, and the pinned one is not installed (${program}).\nRun: npm run setup\n`,
  );
  process.exitCode = 1;
}
