#!/usr/bin/env node
// Every npm command of this repository comes through here. It needs nothing but Node: it installs the rest.
import { attacks } from './commands/attacks.mjs';
import { bench } from './commands/bench.mjs';
import { benchMasking } from './commands/bench-masking.mjs';
import { check } from './commands/check.mjs';
import { conformance } from './commands/conformance.mjs';
import { faults } from './commands/faults.mjs';
import { format } from './commands/format.mjs';
import { packageVscode } from './commands/package-vscode.mjs';
import { setup } from './commands/setup.mjs';
import { smoke } from './commands/smoke.mjs';
import { start } from './commands/start.mjs';
import { test } from './commands/test.mjs';
import { testRealJupyter } from './commands/test-real-jupyter.mjs';
import { SetupError } from './setup-error.mjs';

const commands = {
  start,
  test,
  smoke,
  attacks,
  faults,
  conformance,
  bench,
  'bench-masking': benchMasking,
  check,
  format,
  setup,
  'package-vscode': packageVscode,
  'test-real-jupyter': testRealJupyter,
};
const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;

if (!command) {
  process.stderr.write(`Usage: node setup/run.mjs ${Object.keys(commands).join('|')} [arguments]\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n${error.remedy}\n`);
    process.exitCode = 1;
  }
}
