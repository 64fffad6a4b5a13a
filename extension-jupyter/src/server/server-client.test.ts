import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { ServerConnection } from '@jupyterlab/services';
import { gatewayRecords } from '@vectorgate/replay-ui/host';
import { ServerClient } from './server-client.ts';

test('what is searched for stands in no address', async () => {
  const asked: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    asked.push([
      request.method,
      request.url?.replace(/[?&]\d+$/, ''),
      body === '' ? undefined : JSON.parse(body),
    ]);
    response.end('{"records":[],"facets":[],"sessions":[]}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub/`;
  try {
    const client = new ServerClient(ServerConnection.makeSettings({ baseUrl }));
    const host = gatewayRecords((path) => client.recorded(path), true);
    const query = 'text:"a & b?" since:7d';
    await host.searchRecords({ query, everybody: true, cursor: 'c=1' });
    await host.facets({ query, everybody: true });
    await host.summary({ query: '', everybody: true });
    await host.listSessions({ everybody: true });
    const at = '/hub/vectorgate/recorded';
    assert.deepEqual(asked, [
      ['POST', `${at}/records`, { all: '1', cursor: 'c=1', query, limit: '100' }],
      ['POST', `${at}/records/facets`, { all: '1', query }],
      ['POST', `${at}/records/summary`, { all: '1', query: '' }],
      ['GET', `${at}/sessions?all=1&limit=100`, undefined],
    ]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
