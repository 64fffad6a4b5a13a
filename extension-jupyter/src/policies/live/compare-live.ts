import type { Extension } from '@codemirror/state';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { PathExt } from '@jupyterlab/coreutils';
import { type LivePolicies, liveFileOf } from '@vectorgate/policy-schema/live-policies';
import type { Gate } from '../../gate-token.ts';
import { onOtherPerson } from '../../on-other-person.ts';
import type { PolicyEditors } from '../policy-editors.ts';
import { TextDiffWidget } from './text-diff-widget.ts';

export interface CompareLiveParts {
  readonly app: JupyterFrontEnd;
  readonly gate: Gate;
  readonly live: LivePolicies;
  readonly editors: PolicyEditors;
  readonly languages: IEditorLanguageRegistry | null;
  /** Shows who gets more and who less than by what is live. */
  readonly comparePermissions: (path: string) => void;
}

/** Opens policies beside what the gateway has in force of them, and keeps both sides as they are now. */
export class CompareLive {
  private readonly parts: CompareLiveParts;
  private readonly open = new Map<string, TextDiffWidget>();

  constructor(parts: CompareLiveParts) {
    this.parts = parts;
    const { gate, live, editors } = parts;
    live.onDidChange(() => this.update());
    editors.looked.connect(() => this.update());
    // What one person may read is nobody else's to see.
    onOtherPerson(gate.model, () => {
      for (const widget of [...this.open.values()]) widget.dispose();
    });
  }

  /** Shows how a policy differs; says so where the gateway has none that it could be. */
  async show(path: string): Promise<void> {
    const { app, live: policies } = this.parts;
    const [language] = await Promise.all([this.language(path), policies.look()]);
    // Nothing is waited for from here on: by then somebody else may be signed in, or have pressed twice.
    const told = this.sidesOf(path);
    if (typeof told === 'string') {
      Notification.info(`VectorGate: ${told}`, { autoClose: 8_000 });
      return;
    }
    let widget = this.open.get(path);
    if (widget === undefined) {
      const name = PathExt.basename(path);
      widget = new TextDiffWidget({
        id: `vectorgate-live-diff-${encodeURIComponent(path)}`,
        label: `${name} (live ↔ here)`,
        language,
        actions: [
          { label: 'Compare permissions', run: () => this.parts.comparePermissions(path) },
          { label: 'Open the file', run: () => void app.commands.execute('docmanager:open', { path }) },
        ],
      });
      widget.disposed.connect(() => this.open.delete(path));
      this.open.set(path, widget);
      app.shell.add(widget, 'main', { type: 'VectorGate' });
    }
    widget.compareTexts(...told);
    app.shell.activateById(widget.id);
  }

  private update(): void {
    const { gate, live } = this.parts;
    const { status } = gate.model;
    // While the gateway is away it is not known who it is: that is nobody else.
    const isAway = status?.signedIn === true && status.who === null;
    for (const [path, widget] of [...this.open]) {
      if (live.live?.files === undefined && !isAway) {
        widget.dispose();
        continue;
      }
      const told = this.sidesOf(path);
      if (typeof told !== 'string') widget.compareTexts(...told);
    }
  }

  /** Both sides, or why there are none. */
  private sidesOf(path: string) {
    const { live } = this.parts.live;
    if (live?.files === undefined)
      return 'the policies in force are shown to policy readers who are signed in. policyReaders in the gateway’s vectorgate.yaml names their groups.';
    const file = liveFileOf(live.files, path);
    const name = PathExt.basename(path);
    if (file === undefined) return `the gateway has no policy file ${name} in force.`;
    const here = this.parts.editors.of(path)?.view.state.doc.toString();
    if (here === undefined) return `open ${name} first.`;
    const which = live.commit === '' ? `revision ${live.revision}` : `commit ${live.commit}`;
    return [
      { name: `live · ${which} · ${file.path}`, text: file.text },
      { name: `here · ${path}`, text: here },
    ] as const;
  }

  private async language(path: string): Promise<Extension> {
    const { languages } = this.parts;
    const found = languages?.findByFileName(path.endsWith('.json') ? 'x.json' : 'x.yaml');
    const loaded = found && (await languages?.getLanguage(found));
    return loaded?.support ?? [];
  }
}
