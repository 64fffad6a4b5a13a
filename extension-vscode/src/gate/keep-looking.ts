import type { GateModel } from './gate-model.ts';

/** Milliseconds between two looks at the gateway: while somebody looks at the panel or something is wrong, and else. */
const lookEvery = { watched: 8_000, unwatched: 60_000 };

/** Looks at the gateway now and then, from `begin` until it is disposed of. */
export class KeepLooking {
  readonly #model: GateModel;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(model: GateModel) {
    this.#model = model;
  }

  begin = (): void => {
    if (this.#ended) return;
    const { problem } = this.#model.standing;
    this.#timer = setTimeout(
      () => void this.#model.look().finally(this.begin),
      this.#model.watched || problem !== undefined ? lookEvery.watched : lookEvery.unwatched,
    );
  };

  dispose(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }
}
