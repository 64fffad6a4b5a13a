/** Status codes of gRPC that the gate itself gives or reads (https://grpc.io/docs/guides/status-codes/). */
export const grpcStatus = {
  ok: 0,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  unauthenticated: 16,
} as const;

/** What REST would have said (google.rpc.Code): records of both transports are read alike. */
const http: readonly number[] = [
  200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401,
];

/** The HTTP status that means the same as a gRPC status. */
export const httpStatusOf = (status: number): number => http[status] ?? 500;
