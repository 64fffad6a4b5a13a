/** Whether a request says that it is a gRPC call: any content type of that family, so that none is read as plain HTTP. */
export function isGrpc(rawHeaders: readonly string[]): boolean {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i] === 'content-type')
      return rawHeaders[i + 1]!.toLowerCase().startsWith('application/grpc');
  }
  return false;
}
