import { type Environment, injectEnvironment } from '../broker/inject-environment.ts';

/**
 * The one way in which kernels that are yet to start are led. Whoever leads anew has the earlier lead taken out first, so that
 * neither what is put in twice nor what is taken out late leaves anything of a sandbox that is over.
 */
export class LeadSlot {
  readonly #environment: Environment;
  #undo = (): void => {};

  /** `environment`: that which kernels inherit. */
  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Leads to what `wanted` makes of the environment without any lead; returns what ends this lead and no other. */
  lead(wanted: (environment: Environment) => Readonly<Record<string, string>>): () => void {
    this.#undo();
    const takeOut = injectEnvironment(this.#environment, wanted(this.#environment));
    let leads = true;
    this.#undo = () => {
      if (!leads) return;
      leads = false;
      takeOut();
    };
    return this.#undo;
  }
}
