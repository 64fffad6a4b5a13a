import { setFlagsFromString } from 'node:v8';

/** Steps back that a pattern may take in one search before V8 starts again with the engine that takes none. */
const backtracks = 200;

/**
 * Lets V8 run every pattern of a policy in time linear in the text: when an expression goes back too often it is run
 * again breadth first. V8 does so only for expressions without flags and without large repetitions, as
 * `compilePattern` of the policy language writes them. Call it once at the start, before any policy is loaded: what V8
 * has compiled before stays as it was.
 */
export function runPatternsLinearly(): void {
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  setFlagsFromString(`--regexp-backtracks-before-fallback=${backtracks}`);
}
