import { type ISignal, Signal } from '@lumino/signaling';
import { type CatalogueWords, catalogueWords, LiveCatalogue } from '@vectorgate/policy-schema/live-catalogue';
import type { CatalogDocument } from '@vectorgate/policy-schema/surroundings';
import type { Gate } from '../../gate-token.ts';
import { keptInBrowser } from './kept-in-browser.ts';

/** Milliseconds between two looks at whether the catalogue is old. */
const lookEvery = 60_000;

/** What the gateway tells of what exists, by way of the Jupyter server, as the person who is signed in. */
export class LabCatalogue {
  readonly live: LiveCatalogue;
  private readonly changedSignal = new Signal<this, void>(this);
  private session: string | undefined;
  private document: CatalogDocument | undefined;
  private listener: ((document: CatalogDocument | undefined) => void) | undefined;

  constructor({ model, client }: Gate) {
    const own = this;
    this.session = sessionOf(model.status, undefined);
    this.live = new LiveCatalogue(
      {
        get session() {
          return own.session;
        },
        get gateway() {
          return model.status?.gateway ?? '';
        },
        ask: (path) => client.recorded(path),
        now: Date.now,
      },
      keptInBrowser,
      (document) => {
        this.document = document;
        this.listener?.(document);
      },
      () => this.changedSignal.emit(),
    );
    model.changed.connect(() => {
      const session = sessionOf(model.status, this.session);
      if (session === this.session) return;
      this.session = session;
      void this.live.look();
    });
    setInterval(() => void this.live.look(), lookEvery);
  }

  /** Fires when what may be said of it changed. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** What may be said of it; undefined while nobody is signed in. */
  get words(): CatalogueWords | undefined {
    return this.session === undefined ? undefined : catalogueWords(this.live.standing, Date.now());
  }

  /** Gives what is known now, and whatever is known later. */
  follow(listener: (document: CatalogDocument | undefined) => void): void {
    this.listener = listener;
    if (this.document !== undefined) listener(this.document);
    void this.live.look();
  }
}

/** The sign-in; while nobody can tell whose it is, the one before. */
function sessionOf(status: Gate['model']['status'], before: string | undefined): string | undefined {
  if (status?.signedIn !== true) return undefined;
  if (status.who === null) return before;
  const { session, identity } = status.who;
  return session?.id ?? `${identity.issuer}:${identity.subject}`;
}
