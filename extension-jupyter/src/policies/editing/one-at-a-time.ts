/** Work that is done once at a time: whoever asks for it meanwhile has it done once more after that, however many ask. */
export class OneAtATime {
  private readonly work: () => Promise<void>;
  private isBusy = false;
  private isWanted = false;

  constructor(work: () => Promise<void>) {
    this.work = work;
  }

  /** Resolves once all that was asked for is done. @throws what the work throws; whoever asks next has it done again */
  async ask(): Promise<void> {
    this.isWanted = true;
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (this.isWanted) {
        this.isWanted = false;
        await this.work();
      }
    } finally {
      this.isBusy = false;
    }
  }
}
