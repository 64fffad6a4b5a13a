import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { after, before, test } from 'node:test';
import express from 'express';
import { operators } from './operators.ts';

const app = express();
app.get('/here', (req, res) => {
  res.json(operators(undefined).includes(req));
});
app.get('/token', (req, res) => {
  res.json(operators('the-token-of-the-scraper').includes(req));
});
const server = createServer(app);
let port = 0;
before(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
after(() => server.close());

const ask = (path: string, headers: Record<string, string>): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ port, path, headers: { host: `127.0.0.1:${port}`, ...headers } }, async (res) => {
      let text = '';
      for await (const chunk of res) text += String(chunk);
      resolve(text);
    })
      .on('error', reject)
      .end();
  });

test('without a token: who asks on this machine by a loopback address, and nobody through a proxy', async () => {
  for (const host of ['127.0.0.1', 'localhost:1234', '127.0.0.2:80', '[::1]:1234', 'LOCALHOST'])
    assert.equal(await ask('/here', { host }), 'true', host);
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])
    assert.equal(await ask('/here', { host }), 'false', host);
  for (const name of ['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP', 'X-Forwarded-Host'])
    assert.equal(await ask('/here', { [name]: '127.0.0.1' }), 'false', name);
});

test('with a token: whoever shows it, and nobody else', async () => {
  assert.equal(await ask('/token', { authorization: 'Bearer the-token-of-the-scraper', host: 'x' }), 'true');
  for (const shown of [
    '',
    'Bearer',
    'Bearer x',
    'Bearer the-token-of-the-scrapeR',
    'Basic the-token-of-the-scraper',
  ])
    assert.equal(await ask('/token', { authorization: shown }), 'false', shown);
});
