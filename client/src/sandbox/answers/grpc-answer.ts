/** An answer over gRPC. */
export interface GrpcAnswer {
  /** gRPC's status code; 0 is OK. */
  readonly status: number;
  /** Text of an error; empty for OK. */
  readonly details: string;
  /** Present exactly when `status` is 0. */
  readonly message?: Uint8Array;
}
