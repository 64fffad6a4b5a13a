import { delimiter } from 'node:path';

/**
 * What a program needs over the environment of this window to be answered by a sandbox, of what the sandbox tells. It goes before
 * the window's broker. `pythonPath`: the PYTHONPATH that it would have; undefined where the shim is in front of that already.
 */
export function sandboxEnvironment(
  told: Readonly<Record<string, string>>,
  pythonPath: string | undefined,
): Readonly<Record<string, string>> {
  const { VECTORGATE_SANDBOX = '', VECTORGATE_SANDBOX_KEY = '', PYTHONPATH: shim = '' } = told;
  const led = { VECTORGATE_SANDBOX, VECTORGATE_SANDBOX_KEY };
  if (pythonPath === undefined) return led;
  const others = pythonPath.split(delimiter).filter((entry) => entry !== '' && entry !== shim);
  return { ...led, PYTHONPATH: [shim, ...others].join(delimiter) };
}
