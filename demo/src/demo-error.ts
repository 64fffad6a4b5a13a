/** Something that keeps the demo from running: what is wrong, and what to do about it. */
export class DemoError extends Error {
  readonly remedy: string;

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = 'DemoError';
    this.remedy = remedy;
  }
}
