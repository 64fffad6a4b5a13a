import type { ReplayHost } from '@vectorgate/replay-ui/host';
import type { GateModel } from '../gate-model.ts';

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

/** Resolves once somebody is signed in. */
function signedIn(model: GateModel): Promise<void> {
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

/**
 * Draws the card of a decision into the node, once somebody is signed in and sees it: a notebook full of old refusals asks
 * for nothing when it is opened. The replay's code is read with the first card.
 */
export async function drawDecisionCard(
  node: HTMLElement,
  id: string,
  model: GateModel,
  host: () => ReplayHost,
): Promise<void> {
  await Promise.all([seen(node), signedIn(model)]);
  const { replayElement } = await import('../sessions/replay-elements.ts');
  const card = replayElement('vg-decision-card');
  card.host = host();
  card.recordId = id;
  node.replaceChildren(card);
}
