import type { LiveCatalogue } from '@vectorgate/policy-schema/live-catalogue';
import * as vscode from 'vscode';
import { ArchiveEditor } from './archives/archive-editor.ts';
import { archiveThread } from './archives/start-archive-thread.ts';
import { ruleOf, subjectOf } from './command-arguments.ts';
import { CellStatus } from './decisions/cell-status.ts';
import { DecisionCommands } from './decisions/decision-commands.ts';
import { GateModel } from './gate/gate-model.ts';
import { KeepLooking } from './gate/keep-looking.ts';
import { onOtherSession } from './gate/on-other-session.ts';
import { problemOf } from './gate/problem-of.ts';
import { governWindow } from './govern-window.ts';
import { SayOnce } from './notices/say-once.ts';
import { TroubleNotices } from './notices/trouble-notices.ts';
import { PolicyReports } from './policies/analysis/policy-reports.ts';
import { LiveCommands } from './policies/live/live-commands.ts';
import { policiesWhenOpened } from './policies/policies-when-opened.ts';
import { registerSandboxes } from './sandbox/register-sandboxes.ts';
import { registerSessions } from './sessions/register-sessions.ts';
import { readGateway } from './settings/read-gateway.ts';
import { AccountsOffer } from './sign-in/accounts-offer.ts';
import { AuthenticationProvider } from './sign-in/authentication-provider.ts';
import { sessionScopes } from './sign-in/session-scopes.ts';
import { SignInFlow } from './sign-in/sign-in-flow.ts';
import { UriReturns } from './sign-in/uri-return.ts';
import { windowSession } from './sign-in/window-session.ts';
import { ContextKeys } from './status/context-keys.ts';
import { registerStatusItem } from './status/status-item.ts';
import { registerViews } from './views/register-views.ts';

let endWindow: () => Promise<void> = async () => {};

/** The editor waits for this: the broker's socket and its folder go with the window. */
export const deactivate = (): Promise<void> => endWindow();

/** Wires the parts together. What is heavy is imported when it is first needed. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('VectorGate', { log: true });
  const say = new SayOnce();
  const signIns = windowSession(context, log, (ended) => {
    log.info(session.signedIn ? 'signed in' : `signed out${ended === undefined ? '' : `: ${ended}`}`);
    model.sessionChanged(ended);
    void catalogue?.look();
    void model.look();
  });
  const { session } = signIns;
  const api = async () => {
    const { GatewayApi } = await import('@vectorgate/client');
    return new GatewayApi(model.standing.gateway, async (refused) => (await session.token(refused)).token);
  };
  const model = new GateModel({
    discover: async (gateway) => (await import('./gate/look-at-gateway.ts')).lookAtGateway(gateway),
    get signedIn() {
      return session.signedIn;
    },
    get session() {
      return session.id;
    },
    me: async () => (await api()).me(),
    connections: async () => (await api()).connections(),
    records: async (query) => (await api()).records(query),
    now: Date.now,
  });
  model.setTrusted(vscode.workspace.isTrusted);
  /** Another for each sign-in and each gateway; undefined while nobody is signed in. */
  const signInKey = (): string | undefined =>
    session.id === undefined ? undefined : `${model.standing.gateway} ${session.id}`;
  /** The person, as the gateway knows them; undefined until it told. */
  const signedInAs = (): string | undefined => {
    const { who } = model.standing;
    return session.id === undefined || who === undefined ? undefined : `${who.issuer}:${who.subject}`;
  };

  const notices = new TroubleNotices({
    say,
    gateway: () => model.standing.gateway,
    log: (line) => log.error(line),
    show: async (text) => {
      if ((await vscode.window.showErrorMessage(text, 'Show log')) !== undefined) log.show();
    },
  });
  const trouble = notices.asked;

  const window = governWindow({
    context,
    model,
    session,
    log,
    trouble: notices.once,
    sandboxed: () => sandboxed.sandboxes.programs,
  });
  const sandboxed = registerSandboxes({
    extensionPath: context.extensionPath,
    api,
    governed: window.governed,
    governs: window.governs,
    kernelOf: (notebook) => {
      const known = model.standing.kernels.find(({ notebook: of }) => of === notebook.toString());
      if (known === undefined) return 'none';
      return known.pid === 0 ? 'elsewhere' : { pid: known.pid };
    },
    kernels: () => model.standing.kernels,
    onKernels: (listener) => model.onDidChange(listener),
    showSession: (session) => void vscode.commands.executeCommand('vectorgate.openSession', session),
  });
  let came = '';
  const stopLooking = sandboxed.sandboxes.onDidChange(() => {
    const now = sandboxed.sandboxes.programs.map(({ pid }) => pid).join(' ');
    // Its numbers change with each call; the list of kernels does not.
    if (now !== came) window.look();
    came = now;
  });
  let catalogue: LiveCatalogue | undefined;
  const policies = policiesWhenOpened(
    async () =>
      (await import('./policies/policy-client.ts')).startPolicyClient({
        extensionPath: context.extensionPath,
        storage: context.globalStorageUri.fsPath,
        world: {
          get session() {
            return session.id;
          },
          get gateway() {
            return model.standing.gateway;
          },
          ask: async (path) => (await api()).catalogue(path),
          now: Date.now,
        },
        onStarted: (known) => {
          catalogue = known;
          live.showFirst();
        },
        traffic: {
          api,
          who: () =>
            model.standing.gateway === '' ? 'no-gateway' : session.signedIn ? 'signed-in' : 'signed-out',
          session: signInKey,
          onDidChange: (listener) => model.onDidChange(listener),
          trouble: (error) =>
            log.warn(`traffic of policies: ${error instanceof Error ? error.message : error}`),
        },
      }),
    (error) => log.error(`policies: ${error instanceof Error ? error.message : error}`),
  );
  endWindow = async () => {
    await policies.stop();
    await sandboxed.sandboxes.close();
    await window.dispose();
    await signIns.leave();
  };

  const returns = new UriReturns();
  let workspaceNamesGateway = false;
  const flow = new SignInFlow({
    model,
    session,
    returns,
    say,
    extensionId: context.extension.id,
    workspaceNamesGateway: () => workspaceNamesGateway,
    trouble,
  });
  const signIn = (): Promise<boolean> => flow.signIn();
  const signOut = (): Promise<void> => flow.signOut();

  const provider = new AuthenticationProvider({
    get standing() {
      return model.standing;
    },
    get sessionId() {
      return session.id;
    },
    token: () => session.token(),
    named: async () => {
      await model.look();
      // That look may have begun before somebody was signed in.
      if (model.standing.who === undefined) await model.look();
    },
    signIn,
    signOut,
  });
  const offer = new AccountsOffer(() =>
    vscode.authentication.getSession('vectorgate', sessionScopes, { createIfNone: false }),
  );

  const keys = new ContextKeys();
  const useGateway = async (): Promise<void> => {
    try {
      const { gateway, from, fromWorkspace } = await readGateway();
      workspaceNamesGateway = fromWorkspace;
      if (gateway === model.standing.gateway && model.standing.ready) return;
      await session.use(gateway);
      log.info(gateway === '' ? 'no gateway is set' : `gateway ${gateway} (${from})`);
      model.setGateway(gateway, from);
    } catch (error) {
      await session.use('');
      model.setGateway('', 'none', problemOf(error));
    }
    // The sign-in at another gateway is another, and nothing else tells of it.
    void catalogue?.look();
    await window.settle();
    await model.look();
  };

  const decisions = new DecisionCommands(api, trouble);
  const sessions = registerSessions(context, {
    model,
    sandboxes: sandboxed,
    signedIn: () => session.signedIn,
    recorded: async (path) => (await api()).recorded(path),
    decideHere: async (asked, named) =>
      (await import('./policies/analysis/decide-here.ts')).decideHere(context.extensionPath, asked, named),
    makeTest: decisions.makeTestOf,
    trouble,
    note: async (session, note) => (await api()).addNote(session, note),
    exportRecords: async (of) => {
      const { exportRecords } = await import('./sessions/export-records.ts');
      const key = signInKey();
      await exportRecords(of, { api: await api(), isSame: () => signInKey() === key });
    },
    signIn,
  });
  const reports = new PolicyReports({
    extensionPath: context.extensionPath,
    api,
    signedIn: () => session.signedIn,
    signIn,
    trouble,
  });
  const live = new LiveCommands({
    extensionPath: context.extensionPath,
    model,
    api,
    signInKey,
    signedInAs,
    reports,
    signedIn: () => session.signedIn,
    signIn,
  });
  const stopClosing = onOtherSession(model, signInKey, () => {
    decisions.panels.close();
    reports.close();
  });
  const cellStatus = new CellStatus();
  const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    signIn,
    signOut,
    refresh: () => {
      sessions.refresh();
      return model.look();
    },
    chooseGateway: async () => {
      const { chooseGateway } = await import('./settings/choose-gateway.ts');
      await chooseGateway(model.standing);
      await useGateway();
    },
    showPanel: () => vscode.commands.executeCommand('vectorgate.who.focus'),
    openDecision: decisions.openDecision,
    makePolicyTest: decisions.makePolicyTest,
    copyDecisionId: decisions.copyDecisionId,
    restartKernel: async (argument) => {
      const notebook = subjectOf(argument);
      if (notebook !== undefined) await window.restartKernel(notebook);
    },
    addStartupCommand: async () => (await import('./kernels/startup-setting.ts')).setStartupCommand(true),
    removeStartupCommand: async () => (await import('./kernels/startup-setting.ts')).setStartupCommand(false),
    newPolicy: async (folder) => (await import('./policies/new-policy.ts')).newPolicy(folder),
    refreshCatalogue: async () => {
      if (session.signedIn || (await signIn())) await catalogue?.refresh();
    },
    permissionDiff: () => reports.show('diff'),
    weighDiff: () => reports.weigh(),
    listRequests: (row) => reports.listRequests(row),
    whatIf: () => reports.show('what-if'),
    whatIfOfRule: (rule) => reports.show('what-if', ruleOf(rule)),
    diffLive: live.diffLive,
    publishPolicies: live.publishPolicies,
    rollBackPolicies: live.rollBackPolicies,
    openPolicy: async (file, line) =>
      (await import('./decisions/open-policy.ts')).openPolicy(file, line, live),
    doctor: async () =>
      (await import('./doctor/run-doctor.ts')).runDoctor(context.extensionPath, model.standing.kernels),
    showLog: () => log.show(),
    openWalkthrough: () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#firstSteps`,
        false,
      ),
  };

  let seenBy: string | undefined;
  model.onDidChange(() => {
    keys.tell(model.standing);
    void provider.refresh();
    offer.look(model.standing);
    const who = signedInAs();
    if (who !== seenBy && seenBy !== undefined) void live.policies.look();
    seenBy = who ?? '';
  });
  const looking = new KeepLooking(model);

  context.subscriptions.push(
    log,
    policies,
    signIns,
    decisions.panels,
    sessions,
    reports,
    live,
    vscode.window.registerUriHandler({
      handleUri: ({ path, query }) => {
        if (!returns.take(path, query) && !sessions.openAddress(path, query))
          log.warn(
            'an address was opened that is no link to a session and belongs to no sign-in of this window; it was dropped',
          );
      },
    }),
    ArchiveEditor.register(
      vscode.Uri.joinPath(context.extensionUri, 'dist'),
      archiveThread(context.extensionPath),
      sandboxed.deskOf,
    ),
    sandboxed.dispose,
    new vscode.Disposable(stopLooking),
    new vscode.Disposable(sandboxed.sandboxes.onDidLose(window.look)),
    registerStatusItem(model),
    registerViews(model, () => void model.look()),
    vscode.authentication.registerAuthenticationProvider('vectorgate', 'VectorGate', provider, {
      supportsMultipleAccounts: false,
    }),
    ...Object.entries(commands).map(([name, work]) =>
      vscode.commands.registerCommand(`vectorgate.${name}`, work),
    ),
    ...['jupyter-notebook', 'interactive'].map((type) =>
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(type, cellStatus),
    ),
    vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
      if (cellChanges.some(({ outputs }) => outputs !== undefined)) cellStatus.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('vectorgate.gateway')) void useGateway();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      model.setTrusted(true);
      void useGateway().then(() => window.settle());
    }),
    looking,
    new vscode.Disposable(stopClosing),
  );
  keys.tell(model.standing);
  // After activation: nothing here keeps the editor waiting.
  setImmediate(() => void useGateway().finally(looking.begin));
}
