import type { KernelEntry } from '../gate/standing.ts';

/** What is said, once, of a notebook whose kernel did not register. */
export interface UngovernedWords {
  readonly message: string;
  /** What repairs it, in the order of preference. */
  readonly actions: readonly ('restart' | 'env-file' | 'startup-command')[];
}

/** A workspace's `.env` that sets PYTHONPATH over the shim's: its path for people, and the line. */
export interface OverridingEnvFile {
  readonly name: string;
  readonly line: number;
}

/**
 * The words for a kernel that is not governed; undefined for one that is. `restarted`: it was restarted from here and is
 * still not.
 */
export function ungovernedWords(
  { name, standing }: KernelEntry,
  {
    overriding,
    restarted,
  }: { readonly overriding: OverridingEnvFile | undefined; readonly restarted: boolean },
): UngovernedWords | undefined {
  if (standing === 'governed' || standing === 'in a sandbox') return undefined;
  const closed = 'so governed databases are closed to it.';
  if (standing === 'elsewhere')
    return {
      message: `The kernel of ${name} runs on another machine, ${closed} Its image needs the package vectorgate-jupyter; a startup command then switches it on.`,
      actions: ['startup-command'],
    };
  if (overriding !== undefined)
    return {
      message: `The kernel of ${name} is not governed, ${closed} Line ${overriding.line} of ${overriding.name} sets PYTHONPATH without what was there; write PYTHONPATH=\${PYTHONPATH}:… and restart the kernel.`,
      actions: ['env-file', 'restart'],
    };
  if (restarted)
    return {
      message: `The kernel of ${name} is still not governed after its restart, ${closed} Its kernelspec or environment sets PYTHONPATH itself, or its Python ignores it. With the package vectorgate-jupyter in that environment, a startup command switches it on.`,
      actions: ['startup-command', 'restart'],
    };
  return {
    message: `The kernel of ${name} was started before VectorGate, ${closed} Restart it to govern it; its variables are lost then.`,
    actions: ['restart'],
  };
}
