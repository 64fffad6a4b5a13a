import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import {
  bundleOf,
  type InForce,
  inForceAt,
  type PolicyTexts,
  type Publication,
  textsIn,
  toldChange,
} from '@vectorgate/client/policies-in-page';
import type { Gate } from '../../gate-token.ts';
import type { PolicyReports, ShownPlan } from '../reports/policy-reports.ts';
import { wordsOf } from '../reports/words-of.ts';
import type { Editing } from '../start-editing.ts';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import type { AskedPlan } from '../worker/analysis/analysis-jobs.ts';
import { madeKeyBody } from './made-key-body.ts';
import type { PublishForm } from './publish-form.ts';
import { belowFolder, type PublishedSet, pathsOf, readPublished } from './read-published.ts';
import { RevisionForm } from './revision-form.ts';
import { assertShown, type OpenDocument, saveWritten } from './saved-as-shown.ts';
import { writtenAt } from './written-at.ts';

export interface PublishParts {
  readonly app: JupyterFrontEnd;
  readonly tracker: IEditorTracker;
  readonly editing: Editing;
  readonly reports: PolicyReports;
  readonly gate: Gate;
  /** Other policies are in force now. */
  readonly published: () => void;
}

type Answer = Readonly<Record<string, unknown>>;

/** What takes the place of the policies here, where those of before are to be in force again. */
interface Instead {
  readonly head: PolicyTexts;
  readonly author: string;
  readonly note: string;
}

/** What is to be published, or what keeps it from being compared. */
type Wanted =
  | { readonly is: 'closed' | 'keyless' }
  | ({ readonly is: 'planned'; readonly asked: AskedPlan } & Pick<Sent, 'base' | 'set' | 'files'>);

interface Sent {
  readonly base: InForce;
  readonly files: PolicyTexts;
  /** Absent where what was in force before is to be so again. */
  readonly set: PublishedSet | undefined;
  readonly instead: Instead | undefined;
  /** Who began it. */
  readonly person: string;
  readonly note: string;
}

const unread =
  'the policies in force are shown to policy readers.\nAsk whoever runs your VectorGate gateway: policy.publishers and policyReaders in its vectorgate.yaml name them.';

/** Puts policies in force at the gateway: checked, tested, compared and asked about, each before it is sent. */
export class PolicyPublishing {
  private readonly parts: PublishParts;

  constructor(parts: PublishParts) {
    this.parts = parts;
  }

  /** Publishes the policies that belong together with a file. @throws what keeps them from it, in words */
  publish(path: string): Promise<void> {
    return this.put(path, undefined);
  }

  /** Puts in force once more what was before, as somebody chooses. @throws what keeps it from that, in words */
  async rollBack(path: string): Promise<void> {
    this.person();
    const { revisions } = await this.recorded('/policy/revisions?limit=50');
    const [, first, ...others] = (Array.isArray(revisions) ? revisions : []).map(toldChange);
    if (first === undefined) {
      Notification.info('VectorGate: no other policies were in force at this gateway before.', {
        autoClose: 8_000,
      });
      return;
    }
    const { button, value } = await showDialog({
      title: 'Roll back policies',
      body: new RevisionForm([first, ...others]),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Compare' })],
      focusNodeSelector: 'select',
    });
    if (!button.accept || value === null) return;
    const { revision, author } = value;
    const head = textsIn(await this.recorded(`/policy/revisions/${revision}`));
    await this.put(path, { head, author, note: `back to revision ${revision}` });
  }

  private async put(path: string, instead: Instead | undefined): Promise<void> {
    const { reports } = this.parts;
    const person = this.person();
    const run = reports.beginPlan(
      () => void this.put(path, instead).catch((error: unknown) => reports.trouble(error)),
    );
    let wanted: Wanted;
    try {
      wanted = await this.wanted(path, instead);
      // What one person may read is nobody else's to see.
      this.assertStill(person);
      if (!run.isWanted()) return;
      if (wanted.is === 'planned') {
        const plan = await run.plan(wanted.asked);
        if (plan !== undefined) this.askAbout(plan, { ...wanted, instead, person });
        return;
      }
    } catch (error) {
      // Whoever closed it wants to hear no more of it.
      run.trouble(error);
      return;
    }
    run.leave();
    if (wanted.is === 'keyless') await this.offerKey();
    else
      Notification.info(
        'VectorGate: nobody publishes policies to this gateway: it takes them from a folder or from git. policy.publishers in its vectorgate.yaml changes that.',
        { autoClose: 12_000 },
      );
  }

  /** What is to be compared, or what has to be there first. */
  private async wanted(path: string, instead: Instead | undefined): Promise<Wanted> {
    const base = await inForceAt({
      policy: () => this.recorded('/policy'),
      policyFiles: () => this.recorded('/policy/files'),
    });
    if (base.publishing === undefined) return { is: 'closed' };
    const key = await this.parts.gate.client.policies.key();
    if (key.publicKey === null && base.publishing.signatures === 'required') return { is: 'keyless' };
    const set = instead === undefined ? await this.read(path) : undefined;
    const files = instead?.head ?? (set === undefined ? [] : belowFolder(set));
    return {
      ...{ is: 'planned', base, set, files },
      asked: {
        head: set?.files ?? files,
        base: { name: `live (revision ${base.revision})`, files: base.files },
        config: set === undefined ? await this.configAround(path) : set.config,
        tests: set?.tests ?? [],
        whose: set === undefined ? 'Those policies' : 'The policies here',
      },
    };
  }

  /** The configuration that tells of connections; what was in force before needs none. */
  private async configAround(path: string): Promise<AskedPlan['config']> {
    return (await readSurroundings(this.parts.app.serviceManager.contents, path, undefined)).surrounding
      .config;
  }

  private askAbout(plan: ShownPlan, sent: Omit<Sent, 'note'>): void {
    const { base, instead } = sent;
    const ask = (step: PublishForm['step'], note: string): boolean =>
      plan.ask({
        ...{ revision: base.revision + 1, summary: plan.summary, widens: plan.widens, note, step },
        go: (said) => {
          ask({ is: 'sending' }, said);
          this.send({ ...sent, note: said }).then(
            (revision) => {
              this.parts.published();
              const text = `Revision ${revision} is in force.`;
              ask({ is: 'done', text }, said);
              Notification.success(`VectorGate: ${text}`, { autoClose: 5_000 });
            },
            (error: unknown) => {
              const trouble = wordsOf(error);
              // Somebody closed the page, or looks at another comparison there.
              if (!ask({ is: 'asking', trouble }, said)) Notification.error(`VectorGate: ${trouble}`);
            },
          );
        },
        leave: plan.leave,
      });
    ask({ is: 'asking' }, instead?.note ?? '');
  }

  /** What belongs together with a file, once it is saved. */
  private async read(path: string): Promise<PublishedSet> {
    const { app, editing } = this.parts;
    const { contents } = app.serviceManager;
    const service = editing.startWorker();
    try {
      const read = () => readPublished(contents, path, (text) => service.ask('namedPolicies', text));
      const set = await read();
      const paths = pathsOf(set);
      if (!this.documents().some((one) => one.model.dirty && (paths.has(one.path) || one.path === path)))
        return set;
      // Tests are run as they are saved, and what is published is what others find there.
      await saveWritten(new Set([...paths, path]), this.documents());
      return await read();
    } finally {
      service.dispose();
    }
  }

  /** @returns the revision */
  private async send(sent: Sent): Promise<number> {
    const { gate } = this.parts;
    const { base, files, set, person } = sent;
    if (set !== undefined) assertShown(set.files, this.documents());
    this.assertStill(person);
    const note = sent.note.trim();
    const publication: Publication = {
      ...{ base, files, created: new Date() },
      ...(await this.authorship(sent)),
      ...(note !== '' && { note }),
    };
    const answer = (await gate.client.policies.publish(bundleOf(publication), person)) as Answer;
    return toldChange(answer.change).revision;
  }

  private async authorship({ set, files, instead }: Sent): Promise<Pick<Publication, 'author' | 'commit'>> {
    const { gate, app, reports } = this.parts;
    const { name, subject } = gate.model.status?.who?.identity ?? { subject: '' };
    const author = instead?.author || (name ?? subject);
    // The server's own folder of that name is another one than that of a file on another drive.
    const server = set === undefined ? undefined : reports.server(set.folder);
    if (set === undefined || server === undefined) return { author };
    const folder = app.serviceManager.contents.localPath(set.folder);
    return { author, ...(await writtenAt(server, folder, files)) };
  }

  private async offerKey(): Promise<void> {
    const { policies } = this.parts.gate.client;
    const { button } = await showDialog({
      title: 'No key to sign by',
      body: 'This gateway takes signed policies only, and the Jupyter server has no key to sign them by. It can make one for you: a file that only you can read, which stays there.',
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Make a key' })],
    });
    if (!button.accept) return;
    const { file, publicKey } = await policies.makeKey();
    const line = `- { id: my-jupyter, publicKey: "${publicKey}" }`;
    const copied = await showDialog({
      title: 'The key is made',
      body: madeKeyBody(file, line),
      buttons: [Dialog.cancelButton({ label: 'Close' }), Dialog.okButton({ label: 'Copy the line' })],
    });
    if (copied.button.accept) Clipboard.copyToSystem(line);
  }

  /** Whom the page shows as signed in. @throws what to do where there is nobody, or they may not */
  private person(): string {
    const { status } = this.parts.gate.model;
    if (status?.signedIn !== true || status.who === null)
      throw new Error('sign in to VectorGate first, then try again.');
    if (status.who.policyReader !== true) throw new Error(unread);
    const { issuer, subject } = status.who.identity;
    return `${issuer}:${subject}`;
  }

  /** Throws unless the same person is signed in as when it began. */
  private assertStill(person: string): void {
    if (this.person() !== person)
      throw new Error(
        'You are not signed in any more as whom you began, so nothing was published.\nPublish again.',
      );
  }

  private async recorded(path: string): Promise<Answer> {
    return (await this.parts.gate.client.recorded(path)) as Answer;
  }

  private documents(): readonly OpenDocument[] {
    const all: OpenDocument[] = [];
    this.parts.tracker.forEach(({ context }) => {
      all.push(context);
    });
    return all;
  }
}
