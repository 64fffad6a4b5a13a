import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import type { GatewayApi } from '@vectorgate/client';
import {
  envelopeOf,
  type InForce,
  inForceAt,
  newSigningKey,
  type Publication,
  readSigningKey,
  type SigningKey,
  textsIn,
  toldChange,
  usualKeyFile,
  writtenBy,
} from '@vectorgate/client/policies';
import * as vscode from 'vscode';
import { GateProblem } from '../../gate/problem.ts';
import { labelText } from '../../words/label-text.ts';
import type { AnalysisResult, AnalysisTask, PublishPlan } from '../analysis/messages.ts';
import { troublePage } from '../analysis/page.ts';
import { runAnalysis } from '../analysis/run-analysis.ts';
import { unsavedTexts } from '../analysis/unsaved-texts.ts';
import { assertShown, saveThese } from './shown-texts.ts';

export interface PublishParts {
  readonly api: Pick<
    GatewayApi,
    'me' | 'policy' | 'policyFiles' | 'policyRevisions' | 'policyRevision' | 'publishPolicy'
  >;
  readonly extensionPath: string;
  /** Shows a page in the place of the permission diff. */
  readonly show: (html: string) => void;
  /** Whether it is still the same person, at the same gateway. */
  readonly isSame: () => boolean;
}

/** What is to be put in force, and where it comes from. */
interface Wanted {
  readonly file: vscode.Uri;
  readonly head?: AnalysisTask['head'];
  readonly author?: string;
  readonly note?: string;
}

/** Publishes the policies that belong together with a file. Resolves to the revision, or undefined when nothing was published. */
export const publishPolicies = (file: vscode.Uri, parts: PublishParts): Promise<number | undefined> =>
  put({ file }, parts);

/** Puts in force once more what was before, as somebody chooses. */
export async function rollBackPolicies(file: vscode.Uri, parts: PublishParts): Promise<number | undefined> {
  const { revisions } = await parts.api.policyRevisions(50);
  const [, ...before] = (Array.isArray(revisions) ? revisions : []).map(toldChange);
  const chosen = await vscode.window.showQuickPick(
    before.map((change) => ({
      label: `revision ${change.revision}`,
      description: [change.commit && `commit ${change.commit}`, change.by || change.author, change.note]
        .filter((part) => part !== undefined && part !== '')
        .map((part) => labelText(String(part)))
        .join(' · '),
      detail: new Date(change.time).toLocaleString(),
      change,
    })),
    {
      title: 'Roll back policies',
      placeHolder: 'Which policies are to be in force again',
      matchOnDescription: true,
    },
  );
  if (chosen === undefined) return undefined;
  const { revision, author } = chosen.change;
  const head = textsIn(await parts.api.policyRevision(revision));
  return put({ file, head, note: `back to revision ${revision}`, ...(author !== '' && { author }) }, parts);
}

async function put(wanted: Wanted, parts: PublishParts): Promise<number | undefined> {
  const base = await inForceAt(parts.api);
  if (base.publishing === undefined) {
    void vscode.window.showInformationMessage(
      'VectorGate: nobody publishes policies to this gateway: it takes them from a folder or from git. policy.publishers in its vectorgate.yaml changes that.',
    );
    return undefined;
  }
  const plan = await planned(wanted, base, parts);
  if (plan === undefined) return undefined;
  const key = await signingKey(base.publishing.signatures);
  if (key === 'none') return undefined;
  const note =
    wanted.note ??
    (await vscode.window.showInputBox({
      title: `Publish as revision ${base.revision + 1}`,
      prompt: 'Why? It is kept with the revision. Enter goes on without a word.',
      // Whoever reads the permission diff first leaves the box.
      ignoreFocusOut: true,
    }));
  if (note === undefined || !(await isMeant(plan, base.revision + 1))) return undefined;
  if (wanted.head === undefined) assertShown(plan, vscode.workspace.textDocuments);
  const publication: Publication = {
    ...{ base, files: plan.files, created: new Date() },
    ...(await authorship(wanted, plan, parts)),
    ...(note.trim() !== '' && { note: note.trim() }),
  };
  if (!parts.isSame())
    throw new GateProblem({
      code: 'signed_out',
      message: 'you are not signed in any more as whom you began, so nothing was published.',
      next: 'Publish again.',
    });
  const answer = await parts.api.publishPolicy(envelopeOf(publication, key));
  const { revision } = toldChange(answer.change);
  void vscode.window.showInformationMessage(`VectorGate: revision ${revision} is in force.`);
  return revision;
}

/** Checks, tests and compares in a thread of its own, and shows what would come of it. */
async function planned(
  { file, head }: Wanted,
  base: InForce,
  { extensionPath, show }: PublishParts,
): Promise<PublishPlan | undefined> {
  const nonce = randomBytes(16).toString('base64url');
  const name = `live (revision ${base.revision})`;
  const analyse = (): Promise<AnalysisResult> =>
    runAnalysis({
      extensionPath,
      task: {
        kind: 'publish',
        file: file.fsPath,
        workspace: vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath,
        unsaved: unsavedTexts(),
        base: { from: 'files', name, files: base.files },
        ...(head && { head }),
        nonce,
        period: '',
      },
    }).done;
  const location = vscode.ProgressLocation.Notification;
  const title = 'VectorGate: checking, testing and comparing policies';
  const result = await vscode.window.withProgress({ location, title }, async () => {
    for (;;) {
      const said = await analyse();
      if (!('unsaved' in said)) return said;
      await saveThese(said.unsaved, vscode.workspace.textDocuments);
    }
  });
  if ('html' in result) {
    show(result.html);
    return result.plan;
  }
  if ('trouble' in result) show(troublePage('Publish policies', result.trouble, nonce));
  return undefined;
}

/** Asks, with what comes of it in the window that nobody overlooks. */
async function isMeant({ widens, summary }: PublishPlan, revision: number): Promise<boolean> {
  const go = 'Put in force';
  const detail = widens ? `${summary}. Somebody gets more by this, or may.` : `${summary}.`;
  const chosen = await vscode.window.showWarningMessage(
    `Put these policies in force as revision ${revision}?`,
    { modal: true, detail },
    go,
  );
  return chosen === go;
}

/** The key of this machine; one is made where there is none and somebody wants it. `none`: they do not. */
async function signingKey(signatures: 'required' | 'optional'): Promise<SigningKey | undefined | 'none'> {
  const named = vscode.workspace.getConfiguration('vectorgate.policies').get<string>('signingKey');
  const file = named || usualKeyFile();
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere || named) return readSigningKey(file);
  if (signatures === 'optional') return undefined;
  const make = 'Make a key';
  const chosen = await vscode.window.showInformationMessage(
    'VectorGate: this gateway takes signed policies only, and this machine has no key to sign by.',
    make,
  );
  if (chosen !== make) return 'none';
  const { publicKey } = await newSigningKey(file);
  await vscode.env.clipboard.writeText(`- { id: my-laptop, publicKey: "${publicKey}" }`);
  void vscode.window.showInformationMessage(
    `VectorGate: the key is in ${file}. Its public half is in the clipboard: have it listed under policy.publishers.keys in the gateway’s vectorgate.yaml, then publish again.`,
  );
  return 'none';
}

async function authorship(
  { author, head }: Wanted,
  { folder }: PublishPlan,
  { api }: PublishParts,
): Promise<Pick<Publication, 'author' | 'commit'>> {
  if (author !== undefined) return { author };
  // Git runs in folders that are trusted only.
  const written = head === undefined && vscode.workspace.isTrusted ? await writtenBy(folder) : undefined;
  if (written !== undefined) return written;
  const { identity } = await api.me();
  const { name, subject } = identity as { readonly name?: string; readonly subject: string };
  return { author: name ?? subject };
}
