import { FileComparisons, fileStanding, type LivePolicies } from '@vectorgate/policy-schema/live-policies';
import type { Gate } from '../../gate-token.ts';
import type { LensPart } from '../editing/lens-line.ts';
import type { PolicyEditor } from '../editing/policy-editor.ts';
import { isPolicyPath } from '../is-policy-path.ts';
import type { PolicyEditors } from '../policy-editors.ts';
import type { PolicyService } from '../worker/policy-service.ts';
import { showLive } from './live-line.ts';
import { type LivePart, livePart } from './live-part.ts';

/** Milliseconds without a keystroke after which a file is compared anew. */
const pause = 600;

export interface LiveLinesParts {
  readonly gate: Gate;
  readonly live: LivePolicies;
  readonly editors: PolicyEditors;
  readonly service: PolicyService;
  /** Somebody wants a policy beside what is live. */
  readonly compare: (path: string) => void;
}

/** The lines above open policies: what is live, and how many rules of the file are others there. */
export class LiveLines {
  private readonly parts: LiveLinesParts;
  private readonly comparisons: FileComparisons;
  private readonly shown = new WeakMap<PolicyEditor, string>();

  constructor(parts: LiveLinesParts) {
    this.parts = parts;
    this.comparisons = new FileComparisons({ pause, failed: 'unknown', changed: () => this.draw() });
    const { gate, live, editors } = parts;
    live.onDidChange(() => this.draw());
    gate.model.changed.connect(() => this.draw());
    editors.looked.connect(() => {
      // Rules of one file are others by what stands in another.
      this.comparisons.setChanged();
      this.draw();
    });
    editors.closed.connect((_, path) => this.comparisons.forget(path));
  }

  private draw(): void {
    for (const editor of this.parts.editors.all) if (isPolicyPath(editor.path)) this.drawOver(editor);
  }

  private drawOver(editor: PolicyEditor): void {
    const { gate, live: policies } = this.parts;
    const { status, problem } = gate.model;
    const { live } = policies;
    if (live === undefined && status?.signedIn === true && problem === undefined) void policies.look();
    const { path } = editor;
    const text = editor.view.state.doc.toString();
    const standing =
      live === undefined
        ? 'unknown'
        : fileStanding({ file: path, path, text }, live, this.comparisons, () =>
            this.compare(path, live.files ?? []),
          );
    const part = livePart({ status, problem, live, standing });
    const key = JSON.stringify(part ?? null);
    if (this.shown.get(editor) === key) return;
    this.shown.set(editor, key);
    editor.view.dispatch({ effects: showLive.of(part === undefined ? null : this.lensOf(part, editor)) });
  }

  private lensOf({ does, ...words }: LivePart, editor: PolicyEditor): LensPart {
    const { gate, compare } = this.parts;
    if (does === undefined) return words;
    return {
      ...words,
      act: () => {
        if (does === 'sign-in') void gate.model.beginSignIn();
        else compare(editor.path);
      },
    };
  }

  private compare(path: string, files: readonly { path: string; text: string }[]) {
    const rules = this.parts.service.ask('drift', path, files);
    // It is over soon, and whoever ended it does not hear of it.
    return { done: rules.then((count) => ({ rules: count })), end: () => undefined };
  }
}
