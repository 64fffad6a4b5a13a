import { ChangeSet, Text } from '@codemirror/state';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import type { Contents } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import type { Catalogue, Place, WantedFields } from '@vectorgate/policy-schema/language';
import type { CatalogDocument } from '@vectorgate/policy-schema/surroundings';
import type { ShowMarkdown } from './editing/complete-source.ts';
import { PolicyEditor } from './editing/policy-editor.ts';
import type { NamedLine } from './editing/rename-form.ts';
import { isCataloguePath, isLanguagePath, isPolicyPath, isPolicyTestPath } from './is-policy-path.ts';
import type { PolicyProblems } from './problems/policy-problems.ts';
import { ContentsFolders } from './surroundings/contents-folders.ts';
import { readSurroundings } from './surroundings/read-surroundings.ts';
import { readTested } from './surroundings/read-tested.ts';
import { SurroundingTurns } from './surroundings/surrounding-turns.ts';
import type { Look, Preferences } from './worker/policy-messages.ts';
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
  /** Somebody wants cases of a file of tests run. */
  readonly runTests: (path: string, ids: readonly string[]) => void;
  /** Somebody wants to know what a change of a rule would have done. */
  readonly whatIf: (path: string, rule: { readonly policy: string; readonly id: string }) => void;
  /** Is told which collections open policies are about, when that changes; null when none is open. */
  readonly want: (wanted: readonly WantedFields[] | null) => void;
  /** Something about the files around a policy that people should know. */
  readonly tell: (text: string) => void;
}

/** Names of files whose change matters to policies. */
const matters = (path: string | undefined): boolean =>
  path !== undefined && (isPolicyPath(path) || isCataloguePath(path) || /(^|\/)vectorgate\.yaml$/.test(path));

/** Milliseconds without a change of files after which what lies around policies is read anew: a save of all is one change. */
const surroundPause = 100;

/** What lies around a policy. */
interface Around extends Awaited<ReturnType<typeof readSurroundings>> {
  readonly path: string;
}

/** An editor that was looked at, and the tests that it holds. */
export interface LookedAt {
  readonly editor: PolicyEditor;
  readonly tests: Look['tests'];
}

/** All policies, and tests of them, that are open in text editors. */
export class PolicyEditors {
  private readonly options: PolicyEditorsOptions;
  private readonly open = new Map<IDocumentWidget<FileEditor>, PolicyEditor>();
  private readonly around: SurroundingTurns<PolicyEditor, Around>;
  private readonly lookedSignal = new Signal<this, LookedAt>(this);
  private readonly closedSignal = new Signal<this, string>(this);
  private readonly wanted = new Map<string, readonly WantedFields[]>();
  private toldWanted: string | null | undefined;
  /** What was told last, for a worker that takes the place of one that failed. */
  private lastTraffic: ToldTraffic | undefined;
  private lastLive: CatalogDocument | undefined;
  private lastPreferences: Preferences | undefined;

  constructor(options: PolicyEditorsOptions) {
    this.options = options;
    this.around = new SurroundingTurns({
      pause: surroundPause,
      editors: () => this.all,
      reader: () => this.reader(),
      told: (editor, around) => this.surround(editor, around),
    });
    options.service.onRenewed(() => this.tellAnew());
    options.contents.fileChanged.connect((_, { oldValue, newValue }) => {
      if (matters(oldValue?.path) || matters(newValue?.path)) this.surroundingsChanged();
    });
  }

  /** One of them was opened, or looked at since it was written in. */
  get looked(): ISignal<this, LookedAt> {
    return this.lookedSignal;
  }

  /** One of them was closed, or has another path now: by its path until then. */
  get closed(): ISignal<this, string> {
    return this.closedSignal;
  }

  get all(): readonly PolicyEditor[] {
    return [...this.open.values()];
  }

  /** The policy that a person is at. */
  get current(): PolicyEditor | undefined {
    const { currentWidget } = this.options.tracker;
    const editor = currentWidget === null ? undefined : this.open.get(currentWidget);
    return editor !== undefined && isLanguagePath(editor.path) ? editor : undefined;
  }

  /** The open policy of a path. */
  of(path: string): PolicyEditor | undefined {
    return [...this.open.values()].find((editor) => editor.path === path);
  }

  /** Makes a text editor one of policies, now that it has one. */
  add(widget: IDocumentWidget<FileEditor>): void {
    const { service, show, problems } = this.options;
    if (this.open.has(widget) || widget.isDisposed) return;
    const editor = new PolicyEditor(
      widget,
      service,
      show,
      (path, look) => this.told(editor, path, look),
      (path, ids) => this.options.runTests(path, ids),
      (path, rule) => this.options.whatIf(path, rule),
    );
    this.open.set(widget, editor);
    let { path } = editor;
    widget.context.pathChanged.connect(() => {
      problems.forget(path);
      this.wanted.delete(path);
      this.closedSignal.emit(path);
      ({ path } = editor);
      void this.around.read(editor);
    });
    widget.disposed.connect(() => {
      this.open.delete(widget);
      if (this.wanted.delete(path)) this.tellWanted();
      editor.text.forget();
      problems.forget(path);
      this.closedSignal.emit(path);
    });
    void this.around.read(editor);
  }

  /** Resolves once what lies around an open policy is known. */
  async ready(path: string): Promise<PolicyEditor | undefined> {
    const editor = this.of(path);
    if (editor !== undefined) await this.around.settled(editor);
    return editor;
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
    this.lastTraffic = told;
    await this.options.service.ask('traffic', told);
    for (const editor of this.open.values()) editor.lookAgain();
  }

  /** How the person wants policies to be looked at. */
  async prefer(preferences: Preferences): Promise<void> {
    this.lastPreferences = preferences;
    await this.options.service.ask('prefer', preferences);
    for (const editor of this.open.values()) editor.lookAgain();
  }

  /** Reads anew what lies around every open policy. */
  surroundingsChanged(): void {
    this.around.soon();
  }

  private tellAnew(): void {
    const ignored = (): void => undefined;
    if (this.lastPreferences !== undefined) void this.prefer(this.lastPreferences).catch(ignored);
    if (this.lastLive !== undefined) void this.setLive(this.lastLive).catch(ignored);
    if (this.lastTraffic !== undefined) void this.traffic(this.lastTraffic).catch(ignored);
    this.surroundingsChanged();
  }

  private tellWanted(): void {
    const all = new Map(
      [...this.wanted.values()].flat().map((one) => [`${one.connection}\n${one.collections}`, one]),
    );
    const wanted = this.wanted.size === 0 ? null : [...all.values()];
    const key = wanted === null ? null : [...all.keys()].sort().join('\n\n');
    if (key === this.toldWanted) return;
    this.toldWanted = key;
    this.options.want(wanted);
  }

  /** Reads each file once for all editors that it reads for. */
  private reader(): (editor: PolicyEditor) => Promise<Around> {
    const { contents, names } = this.options;
    const drives = new Map<string, ContentsFolders>();
    return async ({ path }) => {
      const drive = contents.driveName(path);
      const folders = drives.get(drive) ?? new ContentsFolders(contents, drive);
      drives.set(drive, folders);
      const read = isPolicyTestPath(path)
        ? await this.aroundTests(path, folders)
        : await readSurroundings(contents, path, names(), folders);
      return { path, ...read };
    };
  }

  private async surround(editor: PolicyEditor, { path, surrounding, isAll }: Around): Promise<void> {
    const { service, tell } = this.options;
    if (editor.widget.isDisposed) return;
    const problems = await service
      .ask('surround', path, surrounding)
      .catch((error: Error) => [error.message]);
    if (!isAll) tell(`There is more below the folder of ${path} than is looked through for other policies.`);
    for (const problem of problems) tell(problem);
    editor.lookAgain();
  }

  /** Of tests: the policies that they are about. */
  private async aroundTests(
    path: string,
    folders: ContentsFolders,
  ): Promise<Awaited<ReturnType<typeof readSurroundings>>> {
    const { contents, service } = this.options;
    const asked = await readTested(path, {
      contents,
      folders,
      openText: (at) => this.of(at)?.view.state.doc.toString(),
      named: (text) => service.ask('namedPolicies', text),
    });
    return { surrounding: { files: asked?.files ?? [], config: asked?.config }, folder: '', isAll: true };
  }

  /** What a gateway tells now of what exists; undefined: nothing. */
  async setLive(document: CatalogDocument | undefined): Promise<void> {
    this.lastLive = document;
    await this.options.service.ask('live', document ?? null);
    for (const editor of this.open.values()) editor.lookAgain();
  }

  private told(editor: PolicyEditor, path: string, { diagnostics, tests, wanted }: Look): void {
    // An answer may come when it is closed already.
    if (this.open.has(editor.widget) && !isCataloguePath(path)) this.wanted.set(path, wanted);
    this.tellWanted();
    const { doc } = editor.view.state;
    const line = (offset: number): number => doc.lineAt(Math.min(offset, doc.length)).number - 1;
    this.options.problems.set({ path, told: diagnostics.map((one) => ({ ...one, line: line(one.start) })) });
    this.lookedSignal.emit({ editor, tests });
  }
}
