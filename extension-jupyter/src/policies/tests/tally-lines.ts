import type { Text } from '@codemirror/state';
import type { Contents } from '@jupyterlab/services';
import { FileComparisons } from '@vectorgate/policy-schema/live-policies';
import {
  joinTallies,
  noTests,
  type TestTally,
  tallyPause,
  tallyWords,
} from '@vectorgate/policy-schema/test-answers';
import type { PolicyEditor } from '../editing/policy-editor.ts';
import { toldOf } from '../editing/told-of.ts';
import { isLanguagePath, isPolicyPath } from '../is-policy-path.ts';
import { showTally } from '../live/live-line.ts';
import type { PolicyEditors } from '../policy-editors.ts';
import { ContentsFolders } from '../surroundings/contents-folders.ts';
import { findTests } from '../surroundings/find-tests.ts';
import { readTested } from '../surroundings/read-tested.ts';
import type { PolicyService } from '../worker/policy-service.ts';

/** Files by which tests come out as they do. */
const matters = (path: string): boolean => isLanguagePath(path) || /(^|\/)vectorgate\.yaml$/.test(path);

export interface TallyLinesParts {
  readonly contents: Contents.IManager;
  readonly editors: PolicyEditors;
  /** Runs beside the page, and beside the language. */
  readonly jobs: () => PolicyService;
  /** Somebody wants to see the tests. */
  readonly show: () => void;
}

/** Over open policies how their tests come out, as all is written now: they are run again after each change. */
export class TallyLines {
  private readonly parts: TallyLinesParts;
  private readonly tallies: FileComparisons<TestTally>;
  private readonly shown = new WeakMap<PolicyEditor, string | undefined>();
  private readonly seen = new WeakMap<PolicyEditor, Text>();
  /** What was read of files, by their drive, until one is changed. */
  private folders = new Map<string, ContentsFolders>();
  private took = 0;

  constructor(parts: TallyLinesParts) {
    this.parts = parts;
    this.tallies = new FileComparisons<TestTally>({
      pause: () => tallyPause(this.took),
      changed: () => this.draw(),
      failed: { ...noTests, trouble: 'Tests cannot be run in this browser now. Reload the page.' },
    });
    const { editors, contents } = parts;
    editors.looked.connect((_, { editor }) => {
      this.noteText(editor);
      this.draw();
    });
    editors.closed.connect((_, path) => this.tallies.forget(path));
    contents.fileChanged.connect((_, { type, newValue }) => {
      // A folder that is renamed or goes may have held any of them.
      if (type === 'save' && !matters(newValue?.path ?? '')) return;
      this.folders = new Map();
      this.tallies.setChanged();
      this.draw();
    });
  }

  /** What is decided of one file depends on what stands in the others. */
  private noteText(editor: PolicyEditor): void {
    const { doc } = editor.view.state;
    const before = this.seen.get(editor);
    this.seen.set(editor, doc);
    if (before !== undefined && before !== doc) this.tallies.setChanged();
  }

  private draw(): void {
    for (const editor of this.parts.editors.all) if (isPolicyPath(editor.path)) this.drawOver(editor);
  }

  private drawOver(editor: PolicyEditor): void {
    const { path, view, widget } = editor;
    // A text that is still to come would be run as none.
    if (!widget.context.isReady) return;
    const { standing, isNow } = this.tallies.known({
      file: path,
      text: toldOf(view.state.doc),
      base: '',
      begin: () => this.begin(path),
    });
    const text = standing && tallyWords(standing, isNow);
    if (this.shown.get(editor) === text) return;
    this.shown.set(editor, text);
    const title = standing?.trouble ?? 'Show the tests';
    view.dispatch({
      effects: showTally.of(text === undefined ? null : { text, title, act: () => this.parts.show() }),
    });
  }

  private begin(path: string): { readonly done: Promise<TestTally>; readonly end: () => void } {
    let isEnded = false;
    return {
      done: this.tally(path, () => isEnded),
      end: () => {
        isEnded = true;
      },
    };
  }

  private async tally(path: string, isEnded: () => boolean): Promise<TestTally> {
    const { contents, editors, jobs } = this.parts;
    const drive = contents.driveName(path);
    const folders = this.folders.get(drive) ?? new ContentsFolders(contents, drive);
    this.folders.set(drive, folders);
    const openText = (at: string): string | undefined => {
      const open = editors.of(at);
      return open?.widget.context.isReady === true ? toldOf(open.view.state.doc) : undefined;
    };
    const named = (text: string) => jobs().ask('namedPolicies', text);
    const { paths } = await findTests(contents, path, folders);
    const tallies: TestTally[] = [];
    let took = 0;
    for (const at of paths) {
      if (isEnded()) break;
      const asked = await readTested(at, { contents, folders, openText, named });
      if (asked === undefined || !asked.files.some((file) => file.path === path)) continue;
      const from = performance.now();
      tallies.push(await jobs().ask('tallyTests', asked));
      took += performance.now() - from;
    }
    if (!isEnded()) this.took = took;
    return joinTallies(tallies);
  }
}
