import type { Terminal } from '../output/terminal.ts';
import { newSigningKey, usualKeyFile } from '../policies/signing-key.ts';
import { print } from './context.ts';

/** `vectorgate policy keygen`: a key that signs policies, and what a gateway's configuration needs of it. */
export async function policyKeygen(
  options: { readonly output?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const file = options.output ?? usualKeyFile();
  const { publicKey, keyId } = await newSigningKey(file);
  print(
    terminal,
    options,
    { file, publicKey, keyId },
    () => `The key is in ${file}; it stays there, and nobody else needs it.
Have its public half listed in the gateway's vectorgate.yaml, under a name of your own:

policy:
  publishers:
    keys:
      - { id: my-laptop, publicKey: "${publicKey}" }
`,
  );
}
