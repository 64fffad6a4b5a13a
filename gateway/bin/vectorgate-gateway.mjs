#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Halves the time to start. It is code, so it lies with the program and never in a folder for everybody, as is Node's
// default; where the program's folder is read-only there is none.
enableCompileCache(fileURLToPath(new URL('../.vectorgate/compile-cache', import.meta.url)));
const { main } = await import('../src/main.ts');

process.exitCode = await main(process.argv.slice(2));
