import { join } from 'node:path';
import type { HeldTokens } from '@vectorgate/client';
import type { LiveCatalogue } from '@vectorgate/policy-schema/live-catalogue';
import { LivePolicies } from '@vectorgate/policy-schema/live-policies';
import * as vscode from 'vscode';
import { ArchiveEditor } from './archives/archive-editor.ts';
import { ruleOf, subjectOf } from './command-arguments.ts';
import { CellStatus } from './decisions/cell-status.ts';
import { DecisionPanels } from './decisions/decision-panel.ts';
import { GateModel } from './gate/gate-model.ts';
import { onOtherSession } from './gate/on-other-session.ts';
import { problemOf } from './gate/problem-of.ts';
import { governWindow } from './govern-window.ts';
import { SayOnce } from './notices/say-once.ts';
import { PolicyReports } from './policies/analysis/policy-reports.ts';
import { LiveTexts } from './policies/live/diff-live.ts';
import { LiveLens } from './policies/live/live-lens.ts';
import { policiesWhenOpened } from './policies/policies-when-opened.ts';
import { policyLanguage } from './policies/policy-language.ts';
import { registerSessions } from './sessions/register-sessions.ts';
import { readGateway } from './settings/read-gateway.ts';
import { AccountsOffer } from './sign-in/accounts-offer.ts';
import { AuthenticationProvider } from './sign-in/authentication-provider.ts';
import { PersonSession } from './sign-in/person-session.ts';
import { sessionScopes } from './sign-in/session-scopes.ts';
import { SharedSecrets } from './sign-in/shared-secrets.ts';
import { UriReturns } from './sign-in/uri-return.ts';
import { registerStatusItem } from './status/status-item.ts';
import { registerViews } from './views/register-views.ts';
import { upperFirst } from './words/upper-first.ts';

/** Milliseconds between two looks at the gateway: while somebody looks at the panel or something is wrong, and else. */
const lookEvery = { watched: 8_000, unwatched: 60_000 };

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

let endWindow: () => Promise<void> = async () => {};

/** The editor waits for this: the broker's socket and its folder go with the window. */
export const deactivate = (): Promise<void> => endWindow();

/** Wires the parts together. What is heavy is imported when it is first needed. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('VectorGate', { log: true });
  const say = new SayOnce();
  const secrets =
    vscode.env.uiKind === vscode.UIKind.Web && process.platform !== 'win32'
      ? new SharedSecrets(
          context.secrets,
          async (heard) => {
            const { newRuntimeFolder } = await import('@vectorgate/client');
            const { WindowCircle } = await import('./sign-in/window-circle.ts');
            const meeting = join(context.globalStorageUri.fsPath, 'windows');
            return WindowCircle.join(meeting, await newRuntimeFolder(), heard);
          },
          (key) => {
            if (session.isKept(key)) void session.read();
          },
          (why) =>
            log.warn(
              `this window cannot tell the others of a sign-in (${why instanceof Error ? why.message : why}): sign in in one window at a time`,
            ),
        )
      : context.secrets;
  const session = new PersonSession(
    secrets,
    async (tokens: HeldTokens) => {
      const { oauthClient, Session } = await import('@vectorgate/client');
      return new Session(await oauthClient(tokens), tokens);
    },
    (ended) => {
      log.info(session.signedIn ? 'signed in' : `signed out${ended === undefined ? '' : `: ${ended}`}`);
      model.sessionChanged(ended);
      void catalogue?.look();
      void model.look();
    },
    async (work) => {
      const { withLock } = await import('@vectorgate/client');
      const folder = context.globalStorageUri.fsPath;
      const { mkdir } = await import('node:fs/promises');
      await mkdir(folder, { recursive: true });
      return withLock(join(folder, 'renewing.lock'), work);
    },
  );
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

  const trouble = async (topic: string, error: unknown): Promise<void> => {
    const { code, message, next } = problemOf(error, model.standing.gateway);
    log.error(`${topic}: ${code}: ${message} ${next}`);
    if (!say.first(`${topic} ${code}`)) return;
    const chosen = await vscode.window.showErrorMessage(
      `VectorGate: ${upperFirst(message)} ${next}`,
      'Show log',
    );
    if (chosen !== undefined) log.show();
  };

  const window = governWindow({ context, model, session, log, trouble });
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
        onStarted: (live) => {
          catalogue = live;
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
    await window.dispose();
    await session.settled();
    if (secrets instanceof SharedSecrets) await secrets.leave();
  };

  const returns = new UriReturns();
  let workspaceNamesGateway = false;
  const signIn = async (way: number): Promise<boolean> => {
    if (session.signedIn) return true;
    if (model.standing.gateway === '') {
      await vscode.commands.executeCommand('vectorgate.chooseGateway');
      if (model.standing.gateway === '') return false;
    }
    const { signInHere } = await import('./sign-in/sign-in-here.ts');
    model.setSigningIn(true);
    try {
      const end = await signInHere({
        gateway: model.standing.gateway,
        named: workspaceNamesGateway,
        returns,
        extensionId: context.extension.id,
        way,
      });
      if (end === 'declined') return false;
      if ('another' in end) {
        // Not waited for: what nobody answers must not stand in the way of the next sign-in.
        void signInAgain(end.another).catch((error: unknown) => trouble('signing in', error));
        return false;
      }
      const { randomUUID } = await import('node:crypto');
      await session.adopt(end.tokens, randomUUID());
      say.over(cancelled);
      return true;
    } catch (error) {
      const topic = 'signing in';
      say.over(`${topic} ${problemOf(error, model.standing.gateway).code}`);
      // Not waited for: a notification that nobody closes would keep the next sign-in waiting.
      void trouble(topic, error);
      return false;
    } finally {
      model.setSigningIn(false);
    }
  };
  let signingIn: Promise<boolean> | undefined;
  const signInOnce = (way = 0): Promise<boolean> => {
    signingIn ??= signIn(way).finally(() => {
      signingIn = undefined;
    });
    return signingIn;
  };
  const cancelled = 'the sign-in was cancelled';
  /** Offers what a person who cancelled may have wanted. */
  const signInAgain = async (another: number | undefined): Promise<void> => {
    if (another === undefined && !say.first(cancelled)) return;
    const { tellCancelled } = await import('./sign-in/tell-cancelled.ts');
    const way = await tellCancelled(another);
    if (way !== undefined) await signInOnce(way);
  };
  const signOut = async (): Promise<void> => {
    await session.end().catch((error: unknown) => trouble('signing out', error));
  };

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
    signIn: () => signInOnce(),
    signOut,
  });
  const offer = new AccountsOffer(() =>
    vscode.authentication.getSession('vectorgate', sessionScopes, { createIfNone: false }),
  );

  const setContext = (): void => {
    const { ready, gateway, signedIn, problem, connections, latest, kernels } = model.standing;
    const keys = {
      ready,
      configured: gateway !== '',
      signedIn,
      signedOut: !signedIn,
      trouble: problem !== undefined,
      known: connections !== undefined,
      latestKnown: latest !== undefined,
      governedKernel: kernels.some(({ standing }) => standing === 'governed'),
    };
    for (const [key, value] of Object.entries(keys)) setKey(key, value);
  };
  const told = new Map<string, boolean>();
  const setKey = (key: string, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', `vectorgate.${key}`, value);
  };

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

  const decisions = new DecisionPanels(async (id) => (await api()).record(id));
  /** The decision that a command is about: of the line or link that it was called from, else the one whose id is given. */
  const decisionId = async (argument: unknown, title: string): Promise<string | undefined> => {
    const id =
      subjectOf(argument) ??
      (await vscode.window.showInputBox({
        title,
        prompt: 'The id of a decision, as a refusal gives it',
        placeHolder: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
        validateInput: (text) =>
          ulid.test(text.trim().toUpperCase()) ? undefined : 'An id has 26 letters and digits.',
      }));
    // A step of a session is named by both.
    const wanted = id?.trim().toUpperCase().split('/').at(-1);
    return wanted !== undefined && ulid.test(wanted) ? wanted : undefined;
  };
  const openDecision = async (argument: unknown): Promise<void> => {
    const id = await decisionId(argument, 'Open decision');
    if (id !== undefined) await decisions.show(id);
  };
  const makeTestOf = async (id: string): Promise<void> => {
    const record = await (await api()).record(id);
    await (await import('./decisions/make-policy-test.ts')).makePolicyTest(record);
  };
  const makePolicyTest = async (argument: unknown): Promise<void> => {
    const id = await decisionId(argument, 'Make a policy test of this decision');
    if (id === undefined) return;
    await makeTestOf(id).catch((error: unknown) => trouble('making a policy test', error));
  };
  const copyDecisionId = async (argument: unknown): Promise<void> => {
    const id = subjectOf(argument);
    if (id === undefined) return;
    await vscode.env.clipboard.writeText(id);
    vscode.window.setStatusBarMessage('VectorGate: decision id copied', 2_000);
  };

  const sessions = registerSessions(context, {
    model,
    signedIn: () => session.signedIn,
    recorded: async (path) => (await api()).recorded(path),
    decideHere: async (asked, named) =>
      (await import('./policies/analysis/decide-here.ts')).decideHere(context.extensionPath, asked, named),
    makeTest: makeTestOf,
    trouble,
    note: async (session, note) => (await api()).addNote(session, note),
    exportRecords: async (of) =>
      (await import('./sessions/export-records.ts')).exportRecords(of, await api()),
    signIn: () => signInOnce(),
  });
  const reports = new PolicyReports({
    extensionPath: context.extensionPath,
    api,
    signedIn: () => session.signedIn,
    signIn: () => signInOnce(),
    trouble,
  });
  const live = new LivePolicies({
    api,
    key: () => (signedInAs() === undefined ? undefined : `${signInKey()} ${signedInAs()}`),
    reads: () => model.standing.who?.policyReader === true,
    shown: () =>
      vscode.window.visibleTextEditors.some(({ document }) => document.languageId === policyLanguage),
  });
  const stopClosing = onOtherSession(model, signInKey, () => {
    decisions.close();
    reports.close();
  });
  const liveTexts = new LiveTexts(live);
  const liveLens = new LiveLens(live, context.extensionPath);
  /** The policy file that a command is about. */
  const policyFile = (argument: unknown): vscode.Uri | undefined => {
    if (argument instanceof vscode.Uri) return argument;
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === policyLanguage && document.uri.scheme === 'file') return document.uri;
    void vscode.window.showInformationMessage('VectorGate: open the policy file that you mean first.');
    return undefined;
  };
  const putInForce = async (
    how: 'publishPolicies' | 'rollBackPolicies',
    argument: unknown,
  ): Promise<void> => {
    const file = policyFile(argument);
    if (file === undefined || !(session.signedIn || (await signInOnce()))) return;
    const key = signInKey();
    try {
      const work = await import('./policies/live/publish-policies.ts');
      await work[how](file, {
        api: await api(),
        extensionPath: context.extensionPath,
        show: reports.diffPage(),
        isSame: () => signInKey() === key,
      });
    } catch (error) {
      const { message, next } = problemOf(error, model.standing.gateway);
      void vscode.window.showErrorMessage(`VectorGate: ${upperFirst(message)} ${next}`);
    }
    await live.look();
  };
  const cellStatus = new CellStatus();
  const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    signIn: () => signInOnce(),
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
    openDecision,
    makePolicyTest,
    copyDecisionId,
    restartKernel: async (argument) => {
      const notebook = subjectOf(argument);
      if (notebook !== undefined) await window.restartKernel(notebook);
    },
    addStartupCommand: async () => (await import('./kernels/startup-setting.ts')).setStartupCommand(true),
    removeStartupCommand: async () => (await import('./kernels/startup-setting.ts')).setStartupCommand(false),
    refreshCatalogue: async () => {
      if (session.signedIn || (await signInOnce())) await catalogue?.refresh();
    },
    permissionDiff: () => reports.show('diff'),
    whatIf: () => reports.show('what-if'),
    whatIfOfRule: (rule) => reports.show('what-if', ruleOf(rule)),
    diffLive: async (argument) => {
      const file = policyFile(argument);
      if (file !== undefined && (session.signedIn || (await signInOnce()))) await liveTexts.diff(file);
    },
    publishPolicies: (argument) => putInForce('publishPolicies', argument),
    rollBackPolicies: (argument) => putInForce('rollBackPolicies', argument),
    openPolicy: async (file, line) =>
      (await import('./decisions/open-policy.ts')).openPolicy(file, line, liveTexts),
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
    setContext();
    void provider.refresh();
    offer.look(model.standing);
    const who = signedInAs();
    if (who !== seenBy && seenBy !== undefined) void live.look();
    seenBy = who ?? '';
  });
  let timer: ReturnType<typeof setTimeout>;
  const lookNowAndThen = (): void => {
    const { problem } = model.standing;
    timer = setTimeout(
      () => void model.look().finally(lookNowAndThen),
      model.watched || problem !== undefined ? lookEvery.watched : lookEvery.unwatched,
    );
  };

  context.subscriptions.push(
    log,
    policies,
    decisions,
    sessions,
    reports,
    live,
    liveTexts,
    liveLens,
    vscode.languages.registerCodeLensProvider({ language: policyLanguage }, liveLens),
    vscode.window.registerUriHandler({
      handleUri: ({ path, query }) => {
        if (!returns.take(path, query) && !sessions.openAddress(path, query))
          log.warn(
            'an address was opened that is no link to a session and belongs to no sign-in of this window; it was dropped',
          );
      },
    }),
    ArchiveEditor.register(context),
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
    context.secrets.onDidChange(({ key }) => {
      if (session.isKept(key)) void session.read();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('vectorgate.gateway')) void useGateway();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      model.setTrusted(true);
      void useGateway().then(() => window.settle());
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
    new vscode.Disposable(stopClosing),
  );
  setContext();
  // After activation: nothing here keeps the editor waiting.
  setImmediate(() => void useGateway().finally(lookNowAndThen));
}
