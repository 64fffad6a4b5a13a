// Imported late: the language of policies is read from the server when somebody first asks.
import type { Contents } from '@jupyterlab/services';
import { loadPolicies, type PolicyEnvironment } from '@vectorgate/policy-schema';
import { type AskedAgain, type DecidedAgain, decideAgain } from '@vectorgate/policy-schema/analyse';
import { environmentOfConfig } from '@vectorgate/policy-schema/surroundings';
import { parse } from 'yaml';
import { readSurroundings } from '../../policies/surroundings/read-surroundings.ts';
import { findPolicy } from '../find-policy.ts';
import type { OpenPolicy } from './open-policies.ts';

type Said = { readonly decided: DecidedAgain } | { readonly cannot: string };

function environmentIn(text: string): PolicyEnvironment | undefined {
  try {
    return environmentOfConfig(parse(text, { version: '1.2' }));
  } catch {
    return undefined;
  }
}

/**
 * Decides a recorded request by the policies at the Jupyter server: those that lie with the policy that is open, else with
 * one that has the rules that decided then (`named`). What is open counts as it stands in the editor.
 */
export async function decideHere(
  contents: Contents.IManager,
  open: readonly OpenPolicy[],
  asked: AskedAgain,
  named: readonly string[],
): Promise<Said> {
  const found =
    open.length === 0 && named[0] !== undefined ? await findPolicy(contents, named[0]) : undefined;
  const path = open[0]?.path ?? found;
  if (path === undefined)
    return { cannot: 'No policy is open here. Open one of your organisation’s policies, and ask again.' };
  const { surrounding, isAll } = await readSurroundings(contents, path, undefined);
  const files = new Map(surrounding.files.map((file) => [file.path, file.text]));
  for (const one of open) if (files.has(one.path) || one.path === path) files.set(one.path, one.text);
  if (!isAll)
    return {
      cannot: `More lies below the folder of ${path} than is looked through here, so not all policies are known.`,
    };
  const { config } = surrounding;
  const environment = config && environmentIn(config.text);
  if (config !== undefined && environment === undefined)
    return {
      cannot: `${config.path} cannot be read as a gateway’s configuration, so its connections and claims are not known.`,
    };
  const loaded = loadPolicies({
    files: [...files].map(([at, text]) => ({ path: at, text })),
    environment,
  });
  if (loaded.ok) return { decided: decideAgain(loaded.set, asked) };
  const [{ file, line, message }] = loaded.problems as [(typeof loaded.problems)[number]];
  return { cannot: `The policies here do not load: ${file}:${line}: ${message}` };
}
