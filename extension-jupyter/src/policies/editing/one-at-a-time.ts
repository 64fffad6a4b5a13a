/** Work that is done once at a time: whoever asks for it meanwhile has it done once more after that, however many ask. */
export class OneAtATime {
  private readonly work: () => Promise<void>;
  private doing: Promise<void> | undefined;
  private isWanted = false;

  constructor(work: () => Promise<void>) {
    this.work = work;
  }

  /** Resolves once it was done as it was asked for last. @throws what the work throws; whoever asks next has it done again */
  ask(): Promise<void> {
    this.isWanted = true;
    this.doing ??= this.doAll().finally(() => {
      this.doing = undefined;
    });
    return this.doing;
  }

  private async doAll(): Promise<void> {
    while (this.isWanted) {
      this.isWanted = false;
      await this.work();
    }
  }
}
