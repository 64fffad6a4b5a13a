import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import type { SessionSummary } from '@vectorgate/replay-ui/host';
import type { ServerClient } from './server/server-client.ts';
import { ServerProblem } from './server/server-problem.ts';
import type { Problem, Refused, Status } from './server/status.ts';

/** Matches the Python side's callback page. */
const channelName = 'vectorgate-sign-in';

/** The window itself says why: what came back by way of it is not repeated here. */
const notSignedIn: Problem = {
  code: 'sign_in_failed',
  message: 'The sign-in ended, and nobody is signed in. Its window says why.',
  next: 'Close that window and sign in again.',
};

/** Where a sign-in that was begun here stands. */
export type SignIn =
  | { readonly step: 'none' }
  | { readonly step: 'waiting' }
  | { readonly step: 'blocked'; readonly authorize: string }
  | { readonly step: 'failed'; readonly problem: Problem };

/** What panel, status bar and commands know and do. Asks the server now and then, and when something happened. */
export class GateModel implements IDisposable {
  private readonly client: ServerClient;
  private readonly poll: Poll;
  private readonly channel: BroadcastChannel;
  private readonly changedSignal = new Signal<this, void>(this);
  private watcher: ReturnType<typeof setInterval> | undefined;
  private known: Status | undefined;
  private person: string | undefined;
  private refused: readonly Refused[] | undefined;
  private trouble: Problem | undefined;
  private latestTrouble: Problem | undefined;
  private recorded: readonly SessionSummary[] | undefined;
  private recordedTrouble: Problem | undefined;
  private recordedWanted = false;
  private progress: SignIn = { step: 'none' };
  private wanted = false;
  private disposed = false;
  /** Another for each look, and for each sign-out: what was asked before is answered for nobody. */
  private looks = 0;
  private signOuts = 0;

  constructor(client: ServerClient) {
    this.client = client;
    this.poll = new Poll({
      auto: true,
      factory: () => this.look(),
      frequency: { interval: 8_000, backoff: true, max: 60_000 },
      name: '@vectorgate/jupyterlab:status',
      standby: 'when-hidden',
    });
    // The popup's last page speaks here: its opener may be out of reach by then.
    this.channel = new BroadcastChannel(channelName);
    this.channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const failed =
        typeof data === 'object' && data !== null && 'signIn' in data && data.signIn === 'failed';
      this.signInEnded(failed ? { step: 'failed', problem: notSignedIn } : { step: 'none' });
    };
  }

  /** Fires whenever anything below may have changed. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** Undefined until the server answered for the first time. */
  get status(): Status | undefined {
    return this.known;
  }

  /** The person's last refusals; undefined until they were asked for. */
  get latest(): readonly Refused[] | undefined {
    return this.refused;
  }

  /** Why the latest refusals are not known. */
  get latestProblem(): Problem | undefined {
    return this.latestTrouble;
  }

  /** The person's last recorded sessions; undefined until they were asked for. */
  get sessions(): readonly SessionSummary[] | undefined {
    return this.recorded;
  }

  /** Why the last sessions are not known. */
  get sessionsProblem(): Problem | undefined {
    return this.recordedTrouble;
  }

  /** Whether somebody looks at the sessions, so that they are worth asking for. */
  get sessionsWatched(): boolean {
    return this.recordedWanted;
  }

  set sessionsWatched(value: boolean) {
    if (value === this.recordedWanted) return;
    this.recordedWanted = value;
    this.changedSignal.emit();
    if (value) void this.refresh();
  }

  /** What does not work now: the Jupyter server, our extension in it, or the gateway. */
  get problem(): Problem | undefined {
    return this.trouble ?? this.known?.problem ?? undefined;
  }

  get signIn(): SignIn {
    return this.progress;
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** Whether somebody looks at the panel, so that the latest refusals are worth asking for. */
  set watched(value: boolean) {
    if (value === this.wanted) return;
    this.wanted = value;
    if (value) void this.refresh();
  }

  /** Ask the server now. */
  async refresh(): Promise<void> {
    await this.poll.refresh();
    await this.poll.tick.catch(() => undefined);
  }

  /** Open the provider's page in a popup and follow it. To be called from a click or key, or browsers block it. */
  async beginSignIn(): Promise<void> {
    if (this.known?.signedIn) return;
    // Opened at once, while the browser still sees the click; its address follows.
    const popup = window.open('about:blank', 'vectorgate-sign-in', 'popup,width=520,height=680');
    this.progressTo({ step: 'waiting' });
    try {
      const authorize = await this.client.signIn();
      if (popup === null) this.progressTo({ step: 'blocked', authorize });
      else {
        popup.location.replace(authorize);
        this.watch(popup);
      }
    } catch (error) {
      popup?.close();
      const problem = problemOf(error);
      this.progressTo({
        step: 'failed',
        problem: { ...problem, message: `The sign-in could not begin: ${problem.message}` },
      });
    }
  }

  async signOut(): Promise<void> {
    try {
      await this.client.signOut();
    } catch (error) {
      this.trouble = problemOf(error);
    }
    // What is on its way was asked for whoever is gone.
    this.signOuts++;
    this.forget();
    await this.refresh();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    clearInterval(this.watcher);
    this.channel.close();
    this.poll.dispose();
    Signal.clearData(this);
  }

  /** A page of the provider may make its window look closed; so this only ends the waiting, not the listening. */
  private watch(popup: Window): void {
    clearInterval(this.watcher);
    this.watcher = setInterval(() => {
      if (!popup.closed) return;
      this.signInEnded();
    }, 500);
  }

  private signInEnded(progress: SignIn = { step: 'none' }): void {
    clearInterval(this.watcher);
    this.progressTo(progress);
    void this.refresh();
  }

  private progressTo(progress: SignIn): void {
    this.progress = progress;
    this.changedSignal.emit();
  }

  private async look(): Promise<void> {
    const look = ++this.looks;
    const isNewest = (): boolean => look === this.looks && !this.disposed;
    try {
      let asked: number;
      do {
        asked = this.signOuts;
        await this.ask(() => isNewest() && asked === this.signOuts);
        // Somebody signed out while it was on its way.
      } while (isNewest() && asked !== this.signOuts);
    } finally {
      if (!this.disposed) this.changedSignal.emit();
    }
  }

  /** @param still whether what is answered counts */
  private async ask(still: () => boolean): Promise<void> {
    try {
      const status = await this.client.status();
      if (!still()) return;
      this.become(status);
      await Promise.all([this.lookAtLatest(still), this.lookAtSessions(still)]);
    } catch (error) {
      if (!still()) return;
      this.trouble = problemOf(error);
      throw error;
    }
  }

  private become(status: Status): void {
    // What one person was told is not shown for another, nor until the answer for them is there.
    const person = personOf(status, this.person);
    if (person !== this.person) this.forget();
    this.person = person;
    this.known = status;
    this.trouble = undefined;
    if (status.signedIn && this.progress.step !== 'none') this.progress = { step: 'none' };
  }

  private forget(): void {
    this.refused = undefined;
    this.latestTrouble = undefined;
    this.recorded = undefined;
    this.recordedTrouble = undefined;
  }

  private async lookAtSessions(still: () => boolean): Promise<void> {
    if (!this.recordedWanted || !this.isTold()) return;
    const sessions = await this.client.sessions().catch(problemOf);
    if (!still()) return;
    if ('code' in sessions) this.recordedTrouble = sessions;
    else {
      this.recorded = sessions;
      this.recordedTrouble = undefined;
    }
  }

  private async lookAtLatest(still: () => boolean): Promise<void> {
    if (!this.isTold()) return;
    const latest = await this.client.latest().catch(problemOf);
    if (!still()) return;
    if ('code' in latest) this.latestTrouble = latest;
    else {
      this.refused = latest;
      this.latestTrouble = undefined;
    }
  }

  /** Whether somebody who looks at it can be told what was recorded. */
  private isTold(): boolean {
    return this.wanted && this.known?.signedIn === true && this.known.problem === null;
  }
}

/** Who is signed in where. While the gateway is away it is not known who it is: that is nobody else. */
function personOf({ gateway, signedIn, who }: Status, before: string | undefined): string | undefined {
  if (!signedIn) return undefined;
  return who === null ? before : `${gateway} ${who.identity.issuer}:${who.identity.subject}`;
}

function problemOf(error: unknown): Problem {
  if (error instanceof ServerProblem) return error.problem;
  return {
    code: 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    next: 'Reload the page.',
  };
}
