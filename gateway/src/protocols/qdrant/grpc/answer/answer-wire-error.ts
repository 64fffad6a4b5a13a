/**
 * Bytes of an answer that are no protobuf message of the form that they should have. Its text quotes nothing of them. A
 * request that can be read in two ways is refused by `WireError`, which is stricter and has codes that callers see.
 */
export class AnswerWireError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AnswerWireError';
  }
}
