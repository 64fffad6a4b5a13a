import type { SessionPlace } from '@vectorgate/client/session-link';
import type { ReplayHost } from '@vectorgate/replay-ui/host';
import { ReplayWidget } from './replay-widget.ts';

/** The player of one session. */
export class PlayerWidget extends ReplayWidget {
  private record: string | undefined;
  private readonly go: (record: string) => void;

  constructor(host: ReplayHost, { session, record }: SessionPlace) {
    let player: HTMLElementTagNameMap['vg-player'] | undefined;
    super(PlayerWidget.idOf(session), `Session ${session.slice(-6)}`, async (node) => {
      const { replayElement } = await import('./replay-elements.ts');
      player = replayElement('vg-player');
      player.host = host;
      player.sessionId = session;
      player.recordId = this.record;
      node.append(player);
    });
    this.record = record;
    this.go = (to) => {
      if (player !== undefined) player.recordId = to;
    };
  }

  static idOf(session: string): string {
    return `vectorgate-session-${session}`;
  }

  /** Goes to a step of the session. */
  goTo(record: string | undefined): void {
    if (record === undefined) return;
    this.record = record;
    this.go(record);
  }
}

/** All sessions, with search and counts, and the player beside them. */
export class SessionListWidget extends ReplayWidget {
  static readonly id = 'vectorgate-sessions';

  constructor({ openSession: _, ...host }: ReplayHost) {
    super(SessionListWidget.id, 'Sessions', async (node) => {
      const { replayElement } = await import('./replay-elements.ts');
      const replay = replayElement('vg-replay');
      replay.host = host;
      node.append(replay);
    });
  }
}
