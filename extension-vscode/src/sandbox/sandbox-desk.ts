import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import type { FromSandboxPage, PageSandboxes, ToSandboxPage } from './page-sandbox-messages.ts';
import type { ProgramsInSandbox } from './programs-in-sandbox.ts';
import type { Sandboxes, SandboxOf } from './sandboxes.ts';

/** The sandboxes of this window, for one page: of the sessions at the gateway, or of those in its archive. */
export class SandboxDesk implements PageSandboxes {
  readonly #sandboxes: Sandboxes;
  readonly #programs: ProgramsInSandbox;
  readonly #archive: string | undefined;

  /** `archive`: the address of the page's archive. */
  constructor(sandboxes: Sandboxes, programs: ProgramsInSandbox, archive?: string) {
    this.#sandboxes = sandboxes;
    this.#programs = programs;
    this.#archive = archive;
  }

  get standings(): readonly ToSandboxPage[] {
    return this.#sandboxes.entries
      .filter(({ of }) => of.archive === this.#archive)
      .map(({ of, standing }) => told(of, standing));
  }

  tell(say: (message: ToSandboxPage) => void): () => void {
    return this.#sandboxes.onDidChange((of, standing) => {
      if (of.archive === this.#archive) say(told(of, standing));
    });
  }

  do({ act, session }: FromSandboxPage): void {
    const of: SandboxOf = { session, ...(this.#archive !== undefined && { archive: this.#archive }) };
    switch (act) {
      case 'start':
        this.#sandboxes.start(of);
        return;
      case 'stop':
        this.#sandboxes.stop(of);
        return;
      case 'dismiss':
        this.#sandboxes.dismiss(of);
        return;
      case 'terminal':
        this.#programs.openTerminal(of);
        return;
      case 'kernel':
        void this.#programs.leadKernel(of);
    }
  }
}

const told = ({ session }: SandboxOf, standing: SandboxStanding | undefined): ToSandboxPage => ({
  kind: 'sandbox',
  session,
  standing,
});
