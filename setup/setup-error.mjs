/** Something that a person has to put right: what is wrong, and what to do about it. */
export class SetupError extends Error {
  /** @param {string} problem one sentence @param {string} remedy one sentence, or a command */
  constructor(problem, remedy, options) {
    super(problem, options);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}
