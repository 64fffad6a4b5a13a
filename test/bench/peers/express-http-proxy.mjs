// Express and http-proxy doing nothing: what a gateway of the usual parts costs before it knows or decides anything.
import { Agent } from 'node:http';
import express from 'express';
import httpProxy from 'http-proxy';

const [port, store] = process.argv.slice(2);
const proxy = httpProxy.createProxyServer({
  target: `http://127.0.0.1:${store}`,
  agent: new Agent({ keepAlive: true, maxSockets: 256 }),
});
proxy.on('proxyReq', (request) => {
  request.removeHeader('authorization');
  request.setHeader('x-chroma-token', 'upstream-key');
});
proxy.on('error', (_error, _request, reply) => reply.destroy());
const app = express();
app.use((request, reply) => proxy.web(request, reply));
app.listen(Number(port), '127.0.0.1');
