import * as vscode from 'vscode';
import type { GateModel } from '../gate/gate-model.ts';
import { NodeTree } from './node-tree.ts';
import { connectionNodes, hostOf, kernelNodes, latestNodes, whoNodes } from './view-nodes.ts';

/** "2 min ago" grows older by itself. */
const redrawMilliseconds = 30_000;

/** The views of the container, in their order. `look` asks the gateway, when somebody begins to look. */
export function registerViews(model: GateModel, look: () => void): vscode.Disposable {
  const trees = {
    who: new NodeTree(() => whoNodes(model.standing, Date.now())),
    connections: new NodeTree(() => connectionNodes(model.standing)),
    kernels: new NodeTree(() => kernelNodes(model.standing, Date.now())),
    latest: new NodeTree(() => latestNodes(model.standing, Date.now())),
  };
  const views = Object.entries(trees).map(([name, treeDataProvider]) =>
    vscode.window.createTreeView(`vectorgate.${name}`, { treeDataProvider, showCollapseAll: false }),
  );
  const draw = (): void => {
    for (const tree of Object.values(trees)) tree.refresh();
    const { who, latest, connections }: Partial<Record<string, vscode.TreeView<unknown>>> =
      Object.fromEntries(Object.keys(trees).map((name, index) => [name, views[index]]));
    const { standing } = model;
    // Signed out the welcome text stands alone, and it cannot name the gateway.
    if (who) who.description = standing.signedIn ? '' : hostOf(standing.gateway);
    const waiting = standing.problem === undefined ? 'Loading …' : '';
    if (connections) connections.message = standing.connections === undefined ? waiting : '';
    if (latest)
      latest.message = standing.latest === undefined && standing.latestProblem === undefined ? waiting : '';
  };
  const seen = (): void => {
    const watched = views.some(({ visible }) => visible);
    if (watched && !model.watched) {
      model.watched = true;
      look();
    }
    model.watched = watched;
  };
  const timer = setInterval(draw, redrawMilliseconds);
  const stop = model.onDidChange(draw);
  draw();
  seen();
  return vscode.Disposable.from(
    ...views,
    ...views.map((view) => view.onDidChangeVisibility(seen)),
    new vscode.Disposable(() => clearInterval(timer)),
    new vscode.Disposable(stop),
  );
}
