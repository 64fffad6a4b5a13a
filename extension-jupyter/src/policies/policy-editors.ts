import { ChangeSet, Text } from '@codemirror/state';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import type { Contents } from '@jupyterlab/services';
import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import type { Catalogue, Place } from '@vectorgate/policy-schema/language';
import type { ShowMarkdown } from './editing/complete-source.ts';
import { PolicyEditor } from './editing/policy-editor.ts';
import type { NamedLine } from './editing/rename-form.ts';
import { isPolicyPath } from './is-policy-path.ts';
import type { PolicyProblems } from './problems/policy-problems.ts';
import { readSurroundings } from './surroundings/read-surroundings.ts';
import type { Look } from './worker/policy-messages.ts';
import type { PolicyService } from './worker/policy-service.ts';

/** What the policies of a page have in common. */
export interface PolicyEditorsOptions {
  readonly tracker: IEditorTracker;
  readonly contents: Contents.IManager;
  readonly service: PolicyService;
  readonly problems: PolicyProblems;
  readonly show: ShowMarkdown;
  /** Names to offer where no file names any. */
  readonly names: () => Catalogue | undefined;
  /** Something about the files around a policy that people should know. */
  readonly tell: (text: string) => void;
}

/** Names of files whose change matters to policies. */
const matters = (path: string | undefined): boolean =>
  path !== undefined && (isPolicyPath(path) || /(^|\/)vectorgate(\.catalogue)?\.yaml$/.test(path));

/** All policies that are open in text editors. */
export class PolicyEditors {
  private readonly options: PolicyEditorsOptions;
  private readonly open = new Map<IDocumentWidget<FileEditor>, PolicyEditor>();

  constructor(options: PolicyEditorsOptions) {
    this.options = options;
    options.contents.fileChanged.connect((_, { oldValue, newValue }) => {
      if (matters(oldValue?.path) || matters(newValue?.path)) this.surroundingsChanged();
    });
  }

  /** The policy that a person is at. */
  get current(): PolicyEditor | undefined {
    const { currentWidget } = this.options.tracker;
    const editor = currentWidget === null ? undefined : this.open.get(currentWidget);
    return editor !== undefined && isPolicyPath(editor.path) ? editor : undefined;
  }

  /** The open policy of a path. */
  of(path: string): PolicyEditor | undefined {
    return [...this.open.values()].find((editor) => editor.path === path);
  }

  /** Makes a text editor one of policies, now that it has one. */
  add(widget: IDocumentWidget<FileEditor>): void {
    const { service, show, problems } = this.options;
    if (this.open.has(widget) || widget.isDisposed) return;
    const editor = new PolicyEditor(widget, service, show, (path, look) => this.told(editor, path, look));
    this.open.set(widget, editor);
    let { path } = editor;
    widget.context.pathChanged.connect(() => {
      problems.forget(path);
      ({ path } = editor);
      void this.surround(editor);
    });
    widget.disposed.connect(() => {
      this.open.delete(widget);
      editor.text.forget();
      problems.forget(path);
    });
    void this.surround(editor);
  }

  /** The lines of places, for people to see before something is done there. */
  async placesOf(places: readonly Place[]): Promise<readonly NamedLine[]> {
    const texts = await this.textsOf(places);
    return places.map(({ file, start, end }) => {
      const text = texts.get(file) ?? '';
      const from = text.lastIndexOf('\n', start - 1) + 1;
      const to = text.indexOf('\n', end);
      return {
        path: file,
        line: text.slice(0, start).split('\n').length - 1,
        before: text.slice(from, start),
        after: text.slice(end, to === -1 ? undefined : to).trimEnd(),
      };
    });
  }

  /** Writes a text at places: in editors where a file is open, else in the file. */
  async replace(places: readonly Place[], text: string): Promise<void> {
    const texts = await this.textsOf(places);
    for (const [file, before] of texts) {
      const changes = places
        .filter((place) => place.file === file)
        .map(({ start, end }) => ({ from: start, to: end, insert: text }));
      const editor = this.of(file);
      if (editor !== undefined) editor.view.dispatch({ changes, userEvent: 'input.rename' });
      else {
        const content = ChangeSet.of(changes, before.length)
          .apply(Text.of(before.split('\n')))
          .toString();
        await this.options.contents.save(file, { type: 'file', format: 'text', content });
      }
    }
  }

  /** The texts of the files of places, as they are now. */
  private async textsOf(places: readonly Place[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    for (const file of new Set(places.map((place) => place.file))) {
      const open = this.of(file);
      const text = open?.view.state.doc.toString() ?? (await this.read(file));
      texts.set(file, text);
    }
    return texts;
  }

  private async read(file: string): Promise<string> {
    const { content } = await this.options.contents.get(file, {
      type: 'file',
      format: 'text',
      content: true,
    });
    if (typeof content === 'string') return content;
    throw new Error(`${file} cannot be read. Nothing was changed.`);
  }

  /** What was asked lately, for the lines over rules; or why it is not told. */
  async traffic(told: ToldTraffic): Promise<void> {
    await this.options.service.ask('traffic', told);
    for (const editor of this.open.values()) editor.lookAgain();
  }

  /** Reads anew what lies around every open policy. */
  surroundingsChanged(): void {
    for (const editor of this.open.values()) void this.surround(editor);
  }

  private async surround(editor: PolicyEditor): Promise<void> {
    const { contents, service, names, tell } = this.options;
    const { path } = editor;
    const { surrounding, isAll } = await readSurroundings(contents, path, names());
    if (editor.widget.isDisposed) return;
    const problems = await service
      .ask('surround', path, surrounding)
      .catch((error: Error) => [error.message]);
    if (!isAll) tell(`There is more below the folder of ${path} than is looked through for other policies.`);
    for (const problem of problems) tell(problem);
    editor.lookAgain();
  }

  private told(editor: PolicyEditor, path: string, { diagnostics }: Look): void {
    const { doc } = editor.view.state;
    const line = (offset: number): number => doc.lineAt(Math.min(offset, doc.length)).number - 1;
    this.options.problems.set({ path, told: diagnostics.map((one) => ({ ...one, line: line(one.start) })) });
  }
}
