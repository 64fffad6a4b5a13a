import type { ReplayHost } from '@vectorgate/replay-ui/host';
import { followPlace } from './follow-place.ts';
import type { PlayerPlace } from './player-place.ts';
import { ReplayWidget } from './replay-widget.ts';

/** What a widget needs to draw what it shows. */
export interface WidgetParts {
  /** The element's host, once it is known who looks. */
  readonly host: () => Promise<ReplayHost>;
  /** Hears when a widget shows another place. */
  readonly moved: (widget: SessionWidget) => void;
}

/** A widget that shows a session, or lets somebody choose one. */
export abstract class SessionWidget extends ReplayWidget {
  /** What it shows, or will show once it is drawn. */
  abstract readonly place: PlayerPlace | undefined;
}

/** The player of one session. */
export class PlayerWidget extends SessionWidget {
  place: PlayerPlace;
  private readonly go: (record: string) => void;
  private readonly moved: () => void;

  constructor(place: PlayerPlace, { host, moved }: WidgetParts) {
    const { session } = place;
    let player: HTMLElementTagNameMap['vg-player'] | undefined;
    super(PlayerWidget.idOf(session), `Session ${session.slice(-6)}`, async (node) => {
      const [{ replayElement }, known] = await Promise.all([import('./replay-elements.ts'), host()]);
      player = replayElement('vg-player');
      player.host = known;
      player.sessionId = session;
      player.recordId = this.place.record;
      if (this.place.compared !== undefined) player.compareWith(this.place.compared);
      followPlace(player, this.place, (at) => {
        this.place = at;
        moved(this);
      });
      node.append(player);
    });
    this.place = place;
    this.moved = () => moved(this);
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
    this.place = { ...this.place, record };
    this.moved();
    this.go(record);
  }
}

/** All sessions, with search and counts, and the player beside them. */
export class SessionListWidget extends SessionWidget {
  static readonly id = 'vectorgate-sessions';
  place: PlayerPlace | undefined;

  constructor(place: PlayerPlace | undefined, { host, moved }: WidgetParts) {
    super(SessionListWidget.id, 'Sessions', async (node) => {
      const [{ replayElement }, { openSession: _, ...known }] = await Promise.all([
        import('./replay-elements.ts'),
        host(),
      ]);
      const replay = replayElement('vg-replay');
      replay.host = known;
      replay.sessionId = place?.session;
      replay.recordId = place?.record;
      followPlace(replay, place, (at) => {
        this.place = at;
        moved(this);
      });
      node.append(replay);
      if (place?.compared !== undefined) replay.compareWith(place.compared);
    });
    this.place = place;
  }
}
