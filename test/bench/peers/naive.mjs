// The naive reading of the same task: Express, http-proxy, jose for each request, JSON.parse and regular expressions,
// sql.js saved once a second. It enforces less than the gate and loses up to a second of records in a crash.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import express from 'express';
import httpProxy from 'http-proxy';
import { createLocalJWKSet, jwtVerify } from 'jose';
import initSqlJs from 'sql.js';

const [port, store, settingsFile] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsFile, 'utf8'));
const keys = createLocalJWKSet(settings.jwks);
const patterns = [
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, '«email»'],
  [/\+?\d{1,3}?[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}/g, '«phone»'],
  [/\b\d{3}-\d{2}-\d{4}\b/g, '«us-ssn»'],
  [/\b(?:\d[ -]?){15}\d\b/g, '«credit-card»'],
  [/\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g, '«iban»'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '«ip»'],
];
const mask = (value, key) => {
  if (typeof value === 'string')
    return key === 'email'
      ? `••••${value.slice(-4)}`
      : patterns.reduce((text, [pattern, mark]) => text.replace(pattern, mark), value);
  if (Array.isArray(value)) return value.map((item) => mask(item, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mask(item, name)]));
};

const SQL = await initSqlJs();
const records = new SQL.Database();
records.run(
  'create table records (id integer primary key, time text, subject text, path text, request text, response text)',
);
const insert = records.prepare(
  'insert into records (time, subject, path, request, response) values (?, ?, ?, ?, ?)',
);
setInterval(() => {
  writeFileSync(`${settings.folder}/naive.db.new`, records.export());
  renameSync(`${settings.folder}/naive.db.new`, `${settings.folder}/naive.db`);
}, 1000);

const proxy = httpProxy.createProxyServer({
  target: `http://127.0.0.1:${store}`,
  agent: new Agent({ keepAlive: true, maxSockets: 256 }),
  selfHandleResponse: true,
});
proxy.on('proxyReq', (request) => {
  request.removeHeader('authorization');
  request.setHeader('x-chroma-token', 'upstream-key');
});
proxy.on('proxyRes', (answer, request, reply) => {
  const chunks = [];
  answer.on('data', (chunk) => chunks.push(chunk));
  answer.on('end', () => {
    const body = JSON.stringify(mask(JSON.parse(Buffer.concat(chunks).toString())));
    // A 2 KB record, as in the research that this follows: whole bodies would only make it slower.
    insert.run([
      new Date().toISOString(),
      request.subject,
      request.url,
      request.sent.slice(0, 1000),
      body.slice(0, 1000),
    ]);
    reply.status(answer.statusCode).type('application/json').send(body);
  });
});
proxy.on('error', (_error, _request, reply) => reply.destroy());
const app = express();
app.use(express.json({ limit: '64mb' }));
app.use(async (request, reply) => {
  const token = request.headers.authorization?.slice(7) ?? '';
  const { payload } = await jwtVerify(token, keys, { issuer: settings.issuer, audience: settings.audience });
  request.subject = payload.sub;
  if ((request.body?.n_results ?? 10) > 200)
    return reply.status(403).json({ error: 'AuthError', message: 'limit' });
  // Printed once, for the store, the length and the record.
  request.sent = JSON.stringify(request.body);
  const bytes = Buffer.from(request.sent);
  request.headers['content-length'] = String(bytes.length);
  proxy.web(request, reply, { buffer: Readable.from([bytes]) });
});
app.listen(Number(port), '127.0.0.1');
