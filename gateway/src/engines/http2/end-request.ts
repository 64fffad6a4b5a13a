import { constants, type ServerHttp2Stream } from 'node:http2';

/** What a caller still sends of a request that was answered is nobody's (RFC 9113 section 8.1). */
export function endRequest(stream: ServerHttp2Stream): void {
  if (!stream.readableEnded && !stream.destroyed) stream.close(constants.NGHTTP2_NO_ERROR);
}
