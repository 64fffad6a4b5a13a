import type { ReplayHost } from '@vectorgate/replay-ui/host';
import type { GateModel } from '../gate-model.ts';
import { onOtherPerson, type Watched } from '../on-other-person.ts';

/** A place in the page for a card. */
export type CardPlace = Pick<HTMLElement, 'replaceChildren' | 'closest'>;

export interface DecisionCardsParts<Place extends CardPlace> {
  readonly model: Watched;
  /** Resolves once somebody sees the place. */
  readonly seen: (place: Place) => Promise<void>;
  /** Makes a card as the person who is signed in now. */
  readonly make: (id: string) => Promise<Node>;
}

/** Resolves once somebody sees the node. */
function seen(node: HTMLElement): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    resolve();
  });
  observer.observe(node);
  return promise;
}

/**
 * Cards of decisions in outputs of cells. What one person was shown of records is nobody else's to see: with another, each
 * card goes, and comes back by what that person may see.
 */
export class DecisionCards<Place extends CardPlace> {
  readonly #parts: DecisionCardsParts<Place>;
  /** Outputs come and go, and nothing tells which are gone for good. */
  readonly #drawn = new Set<{ readonly place: WeakRef<Place>; readonly id: string }>();
  /** Another with each person. */
  #turn = 0;

  constructor(parts: DecisionCardsParts<Place>) {
    this.#parts = parts;
    onOtherPerson(parts.model, () => this.#clear());
  }

  /**
   * Draws the card of a decision into a place, once somebody is signed in and sees it: a notebook full of old refusals asks
   * for nothing when it is opened.
   */
  async draw(place: Place, id: string): Promise<void> {
    for (;;) {
      await Promise.all([this.#parts.seen(place), this.#signedIn()]);
      const turn = this.#turn;
      const card = await this.#parts.make(id);
      if (turn !== this.#turn) continue;
      place.replaceChildren(card);
      this.#drawn.add({ place: new WeakRef(place), id });
      return;
    }
  }

  #clear(): void {
    this.#turn++;
    for (const one of [...this.#drawn]) {
      this.#drawn.delete(one);
      const place = one.place.deref();
      if (place === undefined) continue;
      place.replaceChildren();
      // What somebody opened is read in nobody else's name: the next person opens it, or does not.
      place.closest('details')?.removeAttribute('open');
      void this.draw(place, one.id).catch(() => undefined);
    }
  }

  #signedIn(): Promise<void> {
    const { model } = this.#parts;
    if (model.status?.signedIn) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (!model.status?.signedIn) return;
      model.changed.disconnect(look);
      resolve();
    };
    model.changed.connect(look);
    return promise;
  }
}

/** Cards in this page. The replay's code is read with the first of them. */
export const decisionCards = (model: GateModel, host: () => ReplayHost): DecisionCards<HTMLElement> =>
  new DecisionCards({
    model,
    seen,
    make: async (id) => {
      const { replayElement } = await import('../sessions/replay-elements.ts');
      const card = replayElement('vg-decision-card');
      card.host = host();
      card.recordId = id;
      return card;
    },
  });
