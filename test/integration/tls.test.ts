import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { Agent, createServer, request, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { capturedLog } from '../harness/captured-log.ts';
import { makeCertificate, type TestCertificate } from '../harness/certificate.ts';
import { allowEverything } from '../harness/policies.ts';
import { collections } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

const log = capturedLog();
const first = makeCertificate('first authority');
const second = makeCertificate('second authority');
const before1 = makeCertificate('before', { issuer: first });

let world: World;
let token: string;
let store: Server;

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Common name of the certificate that was shown. */
  readonly shown: string;
  readonly socket: Socket;
}

/** Asks over TLS as somebody who trusts one authority. An agent of its own is a new connection. */
async function ask(url: string, trusted: TestCertificate, agent?: Agent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const own = agent ?? new Agent({ maxCachedSessions: 0 });
  const asked = request(
    url,
    {
      agent: own,
      ca: trusted.cert,
      headers: {
        'vectorgate-token': token,
        'vectorgate-upstream': knownAs,
        authorization: `Bearer ${token}`,
      },
    },
    async (answer) => {
      const socket = answer.socket as TLSSocket;
      const shown = String(socket.getPeerCertificate().subject.CN);
      const body = await text(answer);
      resolve({ status: answer.statusCode ?? 0, body, shown, socket });
      if (agent === undefined) own.destroy();
    },
  );
  asked.once('error', reject);
  asked.end();
  return promise;
}

/** Opens a connection with a session of an earlier one, and waits for the session that it gives. */
async function resume(
  before: Buffer | undefined,
): Promise<{ reused: boolean; shown: string; session: Buffer }> {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(data()).port),
    rejectUnauthorized: false,
    ...(before && { session: before }),
  });
  let session = before ?? Buffer.alloc(0);
  socket.on('session', (given: Buffer) => {
    session = given;
  });
  await once(socket, 'secureConnect');
  const { CN } = socket.getPeerCertificate().subject ?? {};
  const reused = socket.isSessionReused();
  // The session comes behind the handshake, at the latest with an answer.
  socket.end('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n').resume();
  await once(socket, 'close');
  return { reused, shown: String(CN), session };
}

const data = (): string => `${world.gateway?.dataUrl}${collections}`;
const control = (path: string): string => `${world.gateway?.controlUrl}${path}`;
const place = (...names: string[]): string => join(world.folder, 'tls', ...names);

/** Writes beside the file and renames over it, as good tools do. */
async function replace(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}

async function health(trusted: TestCertificate): Promise<{ ok: boolean; stale: string[] }> {
  const { body } = await ask(control('/healthz'), trusted);
  return (JSON.parse(body) as { files: { ok: boolean; stale: string[] } }).files;
}
const metric = async (name: string, trusted: TestCertificate): Promise<number | undefined> => {
  const { body } = await ask(control('/metrics'), trusted);
  const line = body.split('\n').find((one) => one.startsWith(name));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

before(async () => {
  const storeAuthority = makeCertificate('first store authority');
  world = await startWorld({
    policies: { everything: allowEverything('ci:caller') },
    logger: log.logger,
    connection: '    tls: { authority: ./tls/store.pem }',
    storeAddress: async (chroma) => {
      // The end of TLS before the real store.
      store = createServer(makeCertificate('store', { issuer: storeAuthority }), async (asked, reply) => {
        const answer = await fetch(`${chroma.url}${asked.url}`, { method: asked.method ?? 'GET' });
        reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      });
      await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
      return `https://127.0.0.1:${(store.address() as AddressInfo).port}`;
    },
    prepare: async (folder) => {
      const tls = join(folder, 'tls');
      await mkdir(tls);
      await writeFile(join(tls, 'store.pem'), storeAuthority.cert);
      await writeFile(join(tls, 'data.pem'), before1.cert);
      await writeFile(join(tls, 'data.key'), before1.key);
      // The control plane's lie as Kubernetes mounts a secret.
      await mkdir(join(tls, '..v1'));
      await writeFile(join(tls, '..v1', 'control.pem'), before1.cert);
      await writeFile(join(tls, '..v1', 'control.key'), before1.key);
      await symlink('..v1', join(tls, '..data'));
      for (const name of ['control.pem', 'control.key']) await symlink(join('..data', name), join(tls, name));
      const file = join(folder, 'vectorgate.yaml');
      let written = await readFile(file, 'utf8');
      for (const name of ['data', 'control'])
        written = written.replace(
          new RegExp(`${name}: \\{ port: (\\d+) \\}`),
          `${name}: { port: $1, tls: { certificate: ./tls/${name}.pem, key: ./tls/${name}.key } }`,
        );
      await writeFile(file, written);
      return async () => undefined;
    },
  });
  token = await world.workload('caller');
});
after(async () => {
  await world?.close();
  store?.closeAllConnections();
  store?.close();
});

test('a certificate is replaced without a restart: who is connected stays, who comes sees the new one', async () => {
  const ends = new Date(Math.floor(Date.now() / 1000) * 1000 + 90 * 86_400_000);
  const next = makeCertificate('after', { issuer: second, ends });
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const began = await ask(data(), first, kept);
  assert.deepEqual([began.status, began.shown], [200, 'before']);
  await assert.rejects(ask(data(), second), 'the control: nobody else is trusted');
  const { session } = await resume(undefined);

  await replace(place('data.pem'), next.cert);
  await replace(place('data.key'), next.key);
  await until('the new certificate is shown', () =>
    ask(data(), second).then(
      () => true,
      () => false,
    ),
  );
  const fresh = await ask(data(), second);
  assert.deepEqual([fresh.status, fresh.shown], [200, 'after']);
  await assert.rejects(ask(data(), first), 'the one before is shown to nobody new');
  const went = await ask(data(), first, kept);
  assert.equal(went.status, 200);
  assert.equal(went.socket, began.socket, 'the connection that was open goes on');
  kept.destroy();
  // Nor is a session of before taken up again, which would show no certificate at all.
  const resumed = await resume(session);
  assert.deepEqual([resumed.reused, resumed.shown], [false, 'after']);
  assert.equal((await resume(resumed.session)).reused, true, 'the control: sessions are taken up');
  assert.equal(
    await metric('vectorgate_tls_certificate_expiration_timestamp_seconds{part="listeners.data.tls"', first),
    ends.getTime() / 1000,
  );
});

test('a certificate that is no good is told in log, health and metrics, and the one before stays', async () => {
  const good = await readFile(place('data.key'), 'utf8');
  const failed = 'vectorgate_file_reload_failed{part="listeners.data.tls"';
  assert.equal(await metric(failed, first), 0);
  for (const [what, cert, key, says] of [
    ['a key of another', undefined, makeCertificate('other').key, 'are no certificate with its key'],
    ['half a file', (await readFile(place('data.pem'), 'utf8')).slice(0, 300), good, 'are no certificate'],
    [
      'an expired one',
      ...Object.values(makeCertificate('late', { issuer: second, ends: new Date(Date.now() - 1000) })).slice(
        1,
      ),
      'expired on',
    ],
  ] as [string, string | undefined, string, string][]) {
    const goodCert = await readFile(place('data.pem'), 'utf8');
    log.lines.length = 0;
    if (cert !== undefined) await replace(place('data.pem'), cert);
    await replace(place('data.key'), key);
    await until(`${what} is noticed`, async () => !(await health(first)).ok);
    assert.deepEqual((await health(first)).stale, ['listeners.data.tls']);
    assert.equal(await metric(failed, first), 1);
    assert.equal((await ask(data(), second)).shown, 'after', what);
    const told = log.lines.filter((line) => line.includes('not taken, the one before stays in force'));
    assert.ok(told.length === 1 && told[0]!.includes(says), `${what}: ${told.join('')}`);
    assert.ok(!log.lines.join('').includes('PRIVATE KEY'));
    await replace(place('data.pem'), goodCert);
    await replace(place('data.key'), good);
    await until('it is mended', async () => (await health(first)).ok);
    assert.equal(await metric(failed, first), 0);
  }
});

test('the control plane follows a folder that is swapped by its link', async () => {
  const next = makeCertificate('swapped', { issuer: second });
  assert.equal((await ask(control('/healthz'), first)).shown, 'before');
  await mkdir(place('..v2'));
  await writeFile(place('..v2', 'control.pem'), next.cert);
  await writeFile(place('..v2', 'control.key'), next.key);
  await symlink('..v2', place('..new'));
  await rename(place('..new'), place('..data'));
  await until('the swap is seen', () =>
    ask(control('/healthz'), second).then(
      () => true,
      () => false,
    ),
  );
  assert.equal((await ask(control('/healthz'), second)).shown, 'swapped');
  assert.equal((await ask(control('/api/v1/me'), second)).status, 200);
});

test('the authority of a store’s certificate is replaced without a restart, and only it is believed', async () => {
  const other = makeCertificate('second store authority');
  assert.equal((await ask(data(), second)).status, 200);
  store.setSecureContext(makeCertificate('store', { issuer: other }));
  store.closeAllConnections();
  await until('the store is not believed', async () => (await ask(data(), second)).status === 503);
  const known = 'no certificate at all';
  await replace(place('store.pem'), known);
  await until('that is noticed', async () => !(await health(second)).ok);
  assert.deepEqual((await health(second)).stale, ['connections.insights.tls.authority']);
  assert.equal((await ask(data(), second)).status, 503);
  await replace(place('store.pem'), other.cert);
  await until('the store is believed', async () => (await ask(data(), second)).status === 200);
  assert.ok((await health(second)).ok);
  await unlink(place('store.pem'));
  await until('its absence is noticed', async () => !(await health(second)).ok);
  assert.equal((await ask(data(), second)).status, 200);
});
