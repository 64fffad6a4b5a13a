/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  /** Its `content-type`. */
  readonly type: string;
  readonly body: Uint8Array;
}

export const jsonAnswer = (status: number, value: unknown): HttpAnswer => ({
  status,
  type: 'application/json',
  body: Buffer.from(JSON.stringify(value)),
});
