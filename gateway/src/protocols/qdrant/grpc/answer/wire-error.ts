/** Bytes that are no protobuf message of the form that they should have. Its text quotes nothing of them. */
export class WireError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WireError';
  }
}
