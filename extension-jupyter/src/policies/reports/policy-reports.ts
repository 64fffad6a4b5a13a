import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { AnalysisReport } from '@vectorgate/policy-schema/analyse';
import { periodText } from '@vectorgate/policy-schema/period-text';
import type { Gate } from '../../gate-token.ts';
import { onOtherPerson } from '../../on-other-person.ts';
import type { PolicyServer } from '../../server/policy-server.ts';
import type { PublishForm } from '../publish/publish-form.ts';
import type { Editing } from '../start-editing.ts';
import { pagesOfGateway } from '../surroundings/pages-of-gateway.ts';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import type { AskedPlan, AskedWhatIf, BothSides } from '../worker/analysis/analysis-jobs.ts';
import type { ReadFile } from '../worker/policy-messages.ts';
import { ChoiceForm, type FormOptions } from './choice-form.ts';
import { readSides } from './read-sides.ts';
import type { ReportChoice } from './report-choice.ts';
import { ReportWidget } from './report-widget.ts';
import { runAsked } from './run-asked.ts';
import { wordsOf } from './words-of.ts';

export type ReportKind = 'diff' | 'what-if';

export interface PolicyReportsParts {
  readonly app: JupyterFrontEnd;
  readonly editing: Editing;
  /** Absent where no gateway is known to this page. */
  readonly gate: Gate | null;
  /** Opens a file at a line, 0-based. */
  readonly open: (path: string, line: number) => void;
  /** How far back what was asked is decided again, as its owner has it: `7d`. */
  readonly period: () => string;
}

/** What would come of putting policies in force, shown in the place of the permission diff. */
export interface ShownPlan {
  readonly summary: string;
  readonly widens: boolean;
  /** Asks above it whether it is to be done. False: it is not shown any more. */
  readonly ask: (form: PublishForm) => boolean;
  /** Nobody wants it: it is not asked about any more. */
  readonly leave: () => void;
}

/** Policies that are being read, checked and compared, to be put in force. */
export interface PlanRun {
  /** False: somebody closed it, or began another, or somebody else is signed in. */
  readonly isWanted: () => boolean;
  /** Shows what would come of it; undefined where it is wanted no longer. @throws what keeps it from being done, in words */
  readonly plan: (asked: AskedPlan) => Promise<ShownPlan | undefined>;
  /** Says in its place why it ended. */
  readonly trouble: (error: unknown) => void;
  /** Ends it without a word. */
  readonly leave: () => void;
}

const names: Readonly<Record<ReportKind, string>> = {
  diff: 'Permission diff',
  'what-if': 'What this change would have done',
};

/** One analysis that is under way. */
interface Run {
  readonly widget: ReportWidget;
  readonly stop: () => void;
}

/** Compares the policies that are being edited with others: what people may do, and what was asked lately. */
export class PolicyReports {
  private readonly parts: PolicyReportsParts;
  private readonly widgets = new Map<ReportKind, ReportWidget>();
  private readonly runs = new Map<ReportKind, Run>();
  private readonly again = new Map<ReportKind, () => void>();
  /** What is shown in the place of the permission diff. */
  private planned: object | undefined;

  constructor(parts: PolicyReportsParts) {
    this.parts = parts;
    this.closeForOthers();
  }

  /** Asks what to compare a policy with, and shows what comes of it. @throws what was left out, in words */
  async ask(kind: ReportKind, path: string, rule?: AskedWhatIf['rule']): Promise<void> {
    const body = new ChoiceForm(await this.options(kind, path));
    const { button } = await showDialog({
      title: kind === 'diff' ? 'Compare permissions with …' : 'What would this change have done?',
      body,
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Compare' })],
      focusNodeSelector: 'select',
    });
    if (button.accept) await this.run(kind, path, body.choice(), rule);
  }

  /** Compares policies with what is live. */
  async compareWithLive(path: string): Promise<void> {
    await this.run('diff', path, { base: { from: 'live' } });
  }

  /** Begins what puts policies in force, and shows so. Whoever closes it ends it. */
  beginPlan(again: () => void): PlanRun {
    this.runs.get('diff')?.stop();
    const widget = this.reveal('diff');
    const token = {};
    this.planned = token;
    this.again.set('diff', again);
    const worker = this.parts.editing.startWorker();
    const run: Run = {
      widget,
      stop: () => {
        worker.dispose();
        this.close('diff');
      },
    };
    this.runs.set('diff', run);
    const isWanted = (): boolean => this.runs.get('diff') === run;
    const end = (): void => {
      worker.dispose();
      if (isWanted()) this.runs.delete('diff');
    };
    widget.draw({
      ...{ is: 'running', requests: undefined, isStopping: false },
      what: 'Checking, testing and comparing',
    });
    return {
      isWanted,
      plan: async (asked) => {
        const { report, widens, summary } = await worker.ask('plan', asked);
        if (!isWanted()) return undefined;
        end();
        const isShown = (): boolean => this.planned === token && !widget.isDisposed;
        widget.draw({ is: 'done', report });
        return {
          ...{ summary, widens },
          ask: (publish) => {
            if (isShown()) widget.draw({ is: 'done', report, publish });
            return isShown();
          },
          leave: () => {
            if (isShown()) widget.draw({ is: 'done', report });
          },
        };
      },
      trouble: (error) => {
        if (isWanted()) widget.draw({ is: 'trouble', text: wordsOf(error) });
        end();
      },
      leave: () => {
        if (isWanted()) run.stop();
      },
    };
  }

  /** Says in the place of the permission diff why there is none. */
  trouble(error: unknown): void {
    this.reveal('diff').draw({ is: 'trouble', text: wordsOf(error) });
  }

  private async options(kind: ReportKind, path: string): Promise<FormOptions> {
    const signedIn = this.parts.gate?.model.status?.signedIn === true;
    const server = this.server(path);
    const here = server === undefined ? (['saved'] as const) : (['saved', 'checkpoint', 'revision'] as const);
    const { folder } = await readSurroundings(this.parts.app.serviceManager.contents, path, undefined);
    const revisions = server && { revisions: () => server.gitRevisions(this.local(folder)) };
    if (kind === 'diff')
      return { bases: [...here, 'other', ...(signedIn ? (['live'] as const) : [])], ...revisions };
    return {
      bases: [...(signedIn ? (['live'] as const) : []), ...here, 'other', 'record'],
      asked: signedIn ? ['gateway', 'file'] : ['file'],
      period: this.parts.period(),
      ...revisions,
    };
  }

  /** What the Jupyter server does for policies; undefined where a file is none of its own. */
  server(path: string): PolicyServer | undefined {
    const drive = this.parts.app.serviceManager.contents.driveName(path);
    return drive === '' || drive === 'RTC' ? this.parts.gate?.client.policies : undefined;
  }

  private local(path: string): string {
    return this.parts.app.serviceManager.contents.localPath(path);
  }

  private async run(
    kind: ReportKind,
    path: string,
    choice: ReportChoice,
    rule?: AskedWhatIf['rule'],
  ): Promise<void> {
    this.runs.get(kind)?.stop();
    const widget = this.reveal(kind);
    if (kind === 'diff') this.planned = undefined;
    this.again.set(kind, () => void this.run(kind, path, choice, rule));
    const worker = this.parts.editing.startWorker();
    let isStopping = false;
    let requests: number | undefined;
    const draw = (): void => widget.draw({ is: 'running', requests, isStopping });
    const run: Run = {
      widget,
      stop: () => {
        isStopping = true;
        // What was decided again by then is shown; where there is nothing to wait for, it ends at once.
        if (kind === 'diff') worker.dispose();
        else void worker.ask('stopWhatIf').catch(() => undefined);
        if (kind === 'diff') this.close(kind);
        else draw();
      },
    };
    this.runs.set(kind, run);
    draw();
    try {
      const sides = await this.sides(path, choice);
      if (kind === 'diff') {
        const { base } = sides;
        if (base === undefined) throw new Error('There is nothing to compare with.');
        const report = await worker.ask('compare', { ...sides, base });
        if (this.runs.get(kind) === run) this.offerWeighing(widget, { ...sides, base }, report);
        return;
      }
      const recorded = await this.recorded(choice);
      if (isStopping) throw new Error('It was stopped before there was anything to show.');
      const asked = { ...sides, recorded, rule, period: periodOf(choice) };
      const report = await runAsked({
        worker,
        begin: (one) => one.ask('whatIf', asked),
        nextPage: recorded === undefined ? this.pages(sinceOf(choice), () => isStopping) : undefined,
        onProgress: (count) => {
          requests = count;
          if (this.runs.get(kind) === run) draw();
        },
      });
      if (this.runs.get(kind) === run) widget.draw({ is: 'done', report });
    } catch (error) {
      if (this.runs.get(kind) === run) widget.draw({ is: 'trouble', text: wordsOf(error) });
    } finally {
      worker.dispose();
      if (this.runs.get(kind) === run) this.runs.delete(kind);
    }
  }

  /** Shows a comparison, with what has it weighed where somebody is signed in who may read what was asked. */
  private offerWeighing(
    widget: ReportWidget,
    sides: BothSides,
    report: AnalysisReport,
    label = `Weigh by ${periodText(this.parts.period())}`,
  ): void {
    const signedIn = this.parts.gate?.model.status?.signedIn === true;
    const press = (): void => void this.weigh(sides, report, label);
    widget.draw({ is: 'done', report, weigh: signedIn ? { label, press } : undefined });
  }

  /** Counts how much was asked lately of each line of a comparison. Stopped, it is shown as it was. */
  private async weigh(sides: BothSides, before: AnalysisReport, label: string): Promise<void> {
    this.runs.get('diff')?.stop();
    const widget = this.reveal('diff');
    const worker = this.parts.editing.startWorker();
    let requests: number | undefined;
    let isStopping = false;
    const isWanted = (): boolean => this.runs.get('diff') === run;
    const draw = (): void => widget.draw({ is: 'running', requests, isStopping, what: 'Weighing' });
    const run: Run = {
      widget,
      stop: () => {
        isStopping = true;
        worker.dispose();
        if (isWanted()) this.runs.delete('diff');
        if (!widget.isDisposed) this.offerWeighing(widget, sides, before, label);
      },
    };
    this.runs.set('diff', run);
    draw();
    try {
      const since = this.parts.period();
      const report = await runAsked({
        worker,
        begin: (one) => one.ask('weigh', { ...sides, period: periodText(since) }),
        nextPage: this.pages(since, () => isStopping),
        onProgress: (count) => {
          requests = count;
          if (isWanted()) draw();
        },
      });
      if (isWanted()) this.offerWeighing(widget, sides, report, 'Weigh again');
    } catch (error) {
      if (isWanted()) widget.draw({ is: 'trouble', text: wordsOf(error) });
    } finally {
      worker.dispose();
      if (isWanted()) this.runs.delete('diff');
    }
  }

  private sides(path: string, { base }: ReportChoice): ReturnType<typeof readSides> {
    const { app, editing } = this.parts;
    return readSides(path, base, {
      contents: app.serviceManager.contents,
      openText: (at) => editing.editors.of(at)?.view.state.doc.toString(),
      live: () => this.live(),
      server: this.server(path),
    });
  }

  private async live(): Promise<readonly ReadFile[]> {
    const { files } = (await this.gateway().client.recorded('/policy/files')) as { files?: unknown };
    return (Array.isArray(files) ? files : []).flatMap((file: { path?: unknown; text?: unknown }) =>
      typeof file?.path === 'string' && typeof file.text === 'string'
        ? [{ path: file.path, text: file.text }]
        : [],
    );
  }

  private async recorded({ asked }: ReportChoice): Promise<ReadFile | undefined> {
    if (asked?.from !== 'file') return undefined;
    const { path } = asked;
    const { content } = await this.parts.app.serviceManager.contents
      .get(path, { type: 'file', format: 'text', content: true })
      .catch(() => ({ content: undefined }));
    if (typeof content !== 'string')
      throw new Error(
        `${path} cannot be read. Write such files with: vectorgate policy replay PATH --save FILE`,
      );
    return { path, text: content };
  }

  private pages(since: string, stopped: () => boolean): ReturnType<typeof pagesOfGateway> {
    const { client, model } = this.gateway();
    return pagesOfGateway((path) => client.recorded(path), {
      all: (model.status?.who?.reviews?.length ?? 0) > 0,
      query: `since:${since}`,
      stopped,
    });
  }

  private gateway(): Gate {
    const { gate } = this.parts;
    if (gate === null) throw new Error('No gateway is known here. Sign in to VectorGate first.');
    return gate;
  }

  private reveal(kind: ReportKind): ReportWidget {
    const { app, gate, open } = this.parts;
    let widget = this.widgets.get(kind);
    if (widget === undefined || widget.isDisposed) {
      widget = new ReportWidget(`vectorgate-${kind}`, names[kind], {
        stop: () => this.runs.get(kind)?.stop(),
        again: () => this.again.get(kind)?.(),
        openRule: (file, line) => open(file, line - 1),
        openRecord: gate?.openSession,
      });
      widget.disposed.connect(() => {
        this.widgets.delete(kind);
        const run = this.runs.get(kind);
        this.runs.delete(kind);
        run?.stop();
      });
      // Both stand in one place, beside the policy.
      const [other] = this.widgets.values();
      const place =
        other === undefined || other.isDisposed
          ? ({ mode: 'split-right' } as const)
          : ({ mode: 'tab-after', ref: other.id } as const);
      this.widgets.set(kind, widget);
      app.shell.add(widget, 'main', { ...place, type: 'VectorGate' });
    }
    app.shell.activateById(widget.id);
    return widget;
  }

  private close(kind: ReportKind): void {
    this.widgets.get(kind)?.dispose();
  }

  /** What somebody was shown of records is nobody else's to see. */
  private closeForOthers(): void {
    const { gate } = this.parts;
    if (gate === null) return;
    onOtherPerson(gate.model, () => {
      for (const kind of [...this.widgets.keys()]) this.close(kind);
    });
  }
}

const sinceOf = ({ asked }: ReportChoice): string => (asked?.from === 'gateway' ? asked.since : '7d');

const periodOf = (choice: ReportChoice): string =>
  choice.asked?.from === 'file' ? `in ${choice.asked.path}` : periodText(sinceOf(choice));
