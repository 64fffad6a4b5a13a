/** Hands things from one side to the other, one at a time: whoever gives waits until it is taken. */
export class Handover<Thing> {
  private waiting: ((thing: Thing) => void) | undefined;
  private given: { readonly thing: Thing; readonly taken: () => void } | undefined;

  give(thing: Thing): Promise<void> {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting !== undefined) {
      waiting(thing);
      return Promise.resolve();
    }
    return new Promise((taken) => {
      this.given = { thing, taken };
    });
  }

  take(): Promise<Thing> {
    const { given } = this;
    this.given = undefined;
    if (given !== undefined) {
      given.taken();
      return Promise.resolve(given.thing);
    }
    return new Promise((waiting) => {
      this.waiting = waiting;
    });
  }
}
