import type { TrafficFeedParts } from '@vectorgate/policy-schema/traffic-feed';
import * as vscode from 'vscode';
import { policyLanguage } from '../policy-language.ts';

const settings = (): vscode.WorkspaceConfiguration =>
  vscode.workspace.getConfiguration('vectorgate.policies');

/** What the editor has to say to whether traffic is read. */
export const watchTraffic = {
  settings: () => ({
    enabled: settings().get('traffic', true),
    period: settings().get('whatIfPeriod', '7d'),
  }),
  shown: () =>
    vscode.window.visibleTextEditors.some(({ document }) => document.languageId === policyLanguage),
  onDidChange: (listener: () => void) => {
    const both = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(listener),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('vectorgate.policies')) listener();
      }),
    );
    return () => void both.dispose();
  },
} satisfies Pick<TrafficFeedParts, 'settings' | 'shown' | 'onDidChange'>;
