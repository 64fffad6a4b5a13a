import { type Action, setDiagnostics } from '@codemirror/lint';
import type { TransactionSpec } from '@codemirror/state';
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { TypingPause } from '@vectorgate/policy-schema/typing-pause';
import type { Counted, Look, Told } from '../worker/policy-messages.ts';
import { applyFix } from './apply-fix.ts';
import { showTokens } from './condition-colours.ts';
import { showLenses } from './lens-lines.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { showHints } from './place-hints.ts';
import type { PolicyText } from './policy-text.ts';
import { showTests } from './test-marks.ts';
import { toDiagnostic } from './to-diagnostic.ts';
import { toldOf } from './told-of.ts';

/** Milliseconds of silence after that until recorded operations are counted by rules. */
const countPause = 250;

class Looker implements PluginValue {
  private readonly view: EditorView;
  private readonly text: PolicyText;
  private readonly told: (look: Look) => void;
  private readonly pause = new TypingPause();
  /** Keys that come faster than looks end would have looks wait for those before, and what is completed for all of them. */
  private readonly looks = new OneAtATime(() => this.look());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private gone = false;

  constructor(view: EditorView, text: PolicyText, told: (look: Look) => void) {
    this.view = view;
    this.text = text;
    this.told = told;
    this.soon(0);
  }

  update({ docChanged }: ViewUpdate): void {
    if (docChanged) this.soon(this.pause.milliseconds);
  }

  destroy(): void {
    this.gone = true;
    clearTimeout(this.timer);
  }

  soon(after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.looks.ask(), after);
  }

  /** Looks without a pause; resolves once what is written now was looked at. */
  now(): Promise<void> {
    clearTimeout(this.timer);
    return this.looks.ask();
  }

  private async look(): Promise<void> {
    if (this.gone) return;
    const { doc } = this.view.state;
    const from = performance.now();
    // A worker that does not run has been told of; what is typed is none the worse for it.
    const look = await this.text.look(toldOf(doc)).catch(() => undefined);
    if (look !== undefined) this.pause.took(performance.now() - from);
    // Somebody typed on: the next look tells.
    if (look === undefined || this.gone || this.view.state.doc !== doc) return;
    this.view.dispatch(this.marks(look), {
      effects: [
        showLenses.of(look.lenses),
        showTokens.of(look.tokens),
        showHints.of(look.hints),
        ...(look.tests === undefined ? [] : [showTests.of(look.tests)]),
      ],
    });
    this.told(look);
    this.timer = setTimeout(() => void this.count(look), countPause);
  }

  private marks({ diagnostics }: Counted): TransactionSpec {
    const { state } = this.view;
    return setDiagnostics(
      state,
      diagnostics.map((told) => toDiagnostic(told, state.doc.length, this.actions(told))),
    );
  }

  /** Has recorded operations counted by the rules as they stand, moment by moment, until all is counted or somebody types. */
  private async count(look: Look): Promise<void> {
    const { doc } = this.view.state;
    const isOver = (): boolean => this.gone || this.view.state.doc !== doc;
    while (!isOver()) {
      const counted = await this.text.count(toldOf(doc)).catch(() => undefined);
      if (counted === undefined || isOver()) return;
      if (counted === 'more') continue;
      const lines = { effects: showLenses.of(counted.lenses) };
      // What is open of a mark stays open where nothing else is said.
      const isSame = JSON.stringify(counted.diagnostics) === JSON.stringify(look.diagnostics);
      this.view.dispatch(...(isSame ? [] : [this.marks(counted)]), lines);
      if (!isSame) this.told({ ...look, ...counted });
      return;
    }
  }

  private actions({ code, fixes }: Told): Action[] {
    return fixes.map(({ title }) => ({
      name: title,
      apply: (view, from) => void applyFix(view, this.text, { code, from, title }),
    }));
  }
}

/** Keeps diagnostics, lenses and colours true to what is written. */
export const lookSoon = (text: PolicyText, told: (look: Look) => void) =>
  ViewPlugin.define((view) => new Looker(view, text, told));
