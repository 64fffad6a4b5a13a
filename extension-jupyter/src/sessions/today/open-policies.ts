import type { JupyterFrontEnd } from '@jupyterlab/application';
import { DocumentWidget } from '@jupyterlab/docregistry';
import { isPolicyPath } from '../../policies/is-policy-path.ts';

/** A policy that is open, as it stands in the editor. */
export interface OpenPolicy {
  readonly path: string;
  readonly text: string;
}

/** Policies that are open in the main area, saved or not; the one in front first. */
export function openPolicies({ shell }: JupyterFrontEnd): readonly OpenPolicy[] {
  const open: OpenPolicy[] = [];
  for (const widget of shell.widgets('main')) {
    if (!(widget instanceof DocumentWidget) || !isPolicyPath(widget.context.path)) continue;
    const one = { path: widget.context.path, text: widget.context.model.toString() };
    if (widget.isVisible) open.unshift(one);
    else open.push(one);
  }
  return open;
}
