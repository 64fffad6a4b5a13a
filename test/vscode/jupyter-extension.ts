/** What runs notebooks in the workbench: our double, or the real extension where somebody names it. */
export interface JupyterExtension {
  /** Ids or VSIX files of the real one and what it needs; undefined: the double. */
  readonly real: readonly string[] | undefined;
  /** What stands in a notebook's toolbar once it can run. */
  readonly kernel: string;
}

const named = process.env.VECTORGATE_JUPYTER_EXTENSION;

/**
 * `VECTORGATE_JUPYTER_EXTENSION` names the real extension (`npm run test:real-jupyter` sets it): ids that the editor takes
 * from Open VSX by itself, or VSIX files, with commas between.
 */
export const jupyterExtension: JupyterExtension =
  named === undefined
    ? { real: undefined, kernel: 'Python 3 (test double)' }
    : { real: named.split(','), kernel: 'Python 3' };
