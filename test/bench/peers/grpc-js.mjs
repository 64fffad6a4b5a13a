// @grpc/grpc-js passing calls through, their messages unread: what the usual parts cost before they know or decide anything.
import { Client, credentials, Metadata, Server, ServerCredentials } from '@grpc/grpc-js';

const [port, store] = process.argv.slice(2);
const limits = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const path = '/qdrant.Points/Query';
const asItIs = (bytes) => bytes;
const client = new Client(`127.0.0.1:${store}`, credentials.createInsecure(), limits);
const metadata = new Metadata();
metadata.set('api-key', 'upstream-key');
const server = new Server(limits);
server.addService(
  {
    query: {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asItIs,
      requestDeserialize: asItIs,
      responseSerialize: asItIs,
      responseDeserialize: asItIs,
    },
  },
  { query: ({ request }, reply) => client.makeUnaryRequest(path, asItIs, asItIs, request, metadata, reply) },
);
server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
});
