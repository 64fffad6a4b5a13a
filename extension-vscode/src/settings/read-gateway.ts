import * as vscode from 'vscode';
import { pinnedGateway } from './organisation-file.ts';

/** The gateway of this window: its origin, or empty. Throws what `problemOf` can tell. */
export async function readGateway(): Promise<{
  gateway: string;
  from: 'organisation' | 'setting' | 'none';
  /** The workspace itself names it: the person is asked before the first sign-in there. */
  fromWorkspace: boolean;
}> {
  const pinned = await pinnedGateway();
  const found = vscode.workspace.getConfiguration('vectorgate').inspect<string>('gateway');
  const workspace = found?.workspaceFolderValue || found?.workspaceValue;
  const text = pinned ?? (workspace || found?.globalValue || '');
  if (text.trim() === '') return { gateway: '', from: 'none', fromWorkspace: false };
  const { gatewayUrl } = await import('@vectorgate/client');
  return {
    gateway: gatewayUrl(text.trim()).origin,
    from: pinned === undefined ? 'setting' : 'organisation',
    fromWorkspace: pinned === undefined && Boolean(workspace),
  };
}
