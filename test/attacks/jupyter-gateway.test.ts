import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pythonProgram } from '@vectorgate/demo';
import { type Attack, tryAll } from './attack-table.ts';
import { program } from './jupyter/broker-world.ts';
import { type Changes, given, HostileGateway, paths } from './jupyter/hostile-gateway.ts';
import { type Meeting, type Person, startPerson } from './jupyter/meet-gateway.ts';

const run = promisify(execFile);
const evil = 'https://evil.example';

let folder: string;
let person: Person;
let gateway: HostileGateway;
/** Where nothing of the person's may come. It would play the gateway's part as well. */
let elsewhere: HostileGateway;
/** An address of this machine that is not its loopback one: what goes there could be read on the way. */
let outside: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-hostile-'));
  person = startPerson();
  gateway = await HostileGateway.start();
  elsewhere = await HostileGateway.start('0.0.0.0');
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  outside = addresses.find((one) => !one.internal && one.family === 'IPv4')?.address ?? '192.0.2.1';
});
after(async () => {
  await person?.close();
  await gateway?.close();
  await elsewhere?.close();
  await rm(folder, { recursive: true, force: true });
});

const meet = async (changes: Changes, address = gateway.url, cache?: string): Promise<Meeting> => {
  gateway.changes = changes;
  gateway.heard.length = elsewhere.heard.length = 0;
  return person.meet(address, cache ?? (await mkdtemp(join(folder, 'cache-'))));
};

const secrets = [given.access_token, given.refresh_token, 'code_verifier', 'the-code'];

/** What must not have happened, whatever a gateway says. */
function judge(meeting: Meeting, wanted: 'nothing' | 'no sign-in'): { passed: boolean; seen: string } {
  const told = elsewhere.heard.some((said) => secrets.some((secret) => said.includes(secret)));
  const broken = meeting.complaints !== '';
  const governs = wanted === 'nothing' && meeting.governed.length > 0;
  const passed = told || broken || governs || meeting.signedIn;
  const because = [
    told && 'another address was told a secret',
    broken && 'it broke',
    governs && `it governs ${meeting.governed.join(', ')}`,
    meeting.signedIn && 'it signed in',
  ].filter(Boolean);
  return { passed, seen: passed ? because.join(', ') : meeting.refused.join(', ') || 'nothing happened' };
}

const controls = async (): Promise<void> => {
  const { signedIn, governed, refused, complaints } = await meet({});
  assert.deepEqual(
    { signedIn, governed, refused, complaints },
    {
      signedIn: true,
      governed: ['chroma.internal:8000'],
      refused: [],
      complaints: '',
    },
  );
};

const table = (
  tries: Readonly<Record<string, Changes>>,
  wanted: 'nothing' | 'no sign-in',
): readonly Attack[] =>
  Object.entries(tries).map(([name, changes]) => ({
    name,
    run: async () => judge(await meet(changes), wanted),
  }));

/** Goes on sending a piece until the other end has enough. */
const endless = (piece: string, milliseconds: number) => async (_: unknown, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  while (!response.destroyed) {
    response.write(piece);
    await pause(milliseconds);
  }
};

test('addresses of a gateway', async (context) => {
  await controls();
  const addresses = [
    'http://gate.example',
    `http://${outside}:${elsewhere.port}`,
    `http://127.0.0.1@${outside}:${elsewhere.port}`,
    `http://127.0.0.1:80@${outside}:${elsewhere.port}`,
    `http://localhost\\@${outside}:${elsewhere.port}`,
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1:99999',
    'http://[::1',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gate',
  ];
  await tryAll(
    context,
    'The gateway’s address: encrypted or this machine, and read in one way only',
    addresses.map((address) => ({
      name: address.replace(outside, 'OUTSIDE'),
      run: async () => {
        const meeting = await meet({}, address);
        const { passed, seen } = judge(meeting, 'nothing');
        return { passed: passed || elsewhere.heard.length > 0, seen };
      },
    })),
  );
});

test('what a gateway says of itself', async (context) => {
  await controls();
  const said = (changed: object): Changes => ({ [paths.discovery]: gateway.discovery(changed) });
  const named = (name: unknown): Changes => said({ governed: [{ name, connection: 'c', store: 'chroma' }] });
  const by = (status: number, headers: Readonly<Record<string, string>>, body: string): Changes => ({
    [paths.discovery]: (_, response) => response.writeHead(status, headers).end(body),
  });
  const names = [
    '*',
    '*:443',
    '*.org:443',
    'localhost:*',
    'pypi.org',
    'pypi.org:443:443',
    'a@pypi.org:443',
    'https://pypi.org:443',
    'pypi.org/simple:443',
    'pypi.org:443/',
    'pypi.org :443',
    '?ypi.org:443',
    '[*]:443',
    ':443',
    '',
    443,
    null,
    ['pypi.org:443'],
  ];
  await tryAll(context, 'Discovery: what is no plain word of a gateway governs nothing and signs nobody in', [
    ...table(
      {
        'a redirect to another gateway': by(302, { location: `${elsewhere.url}${paths.discovery}` }, ''),
        'a permanent redirect': by(308, { location: `${elsewhere.url}${paths.discovery}` }, ''),
        'an endless body': { [paths.discovery]: endless(' '.repeat(65_536), 1) },
        'a body that drips': { [paths.discovery]: endless(' ', 200) },
        'no HTTP': { [paths.discovery]: ({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n') },
        'a body that breaks off': {
          [paths.discovery]: ({ socket }) =>
            void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{'),
        },
        'a head of 1 MB': {
          [paths.discovery]: ({ socket }) =>
            void socket.end(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_000_000)}\r\n\r\n{}`),
        },
        'no JSON': by(200, {}, '<html>'),
        'JSON nested 100,000 deep': by(200, {}, '['.repeat(100_000)),
        'another product': said({ product: 'pinecone' }),
        'an issuer that is none': said({ issuer: 7 }),
        'an issuer in a script': said({ issuer: 'javascript:alert(1)' }),
        'an issuer elsewhere, in clear': said({ issuer: `${elsewhere.url}/oauth` }),
        'a data plane that is a list': said({ dataPlane: [gateway.url] }),
        'a data plane in a script': said({ dataPlane: 'javascript:alert(1)' }),
        'a data plane with a user before the host': said({ dataPlane: `http://127.0.0.1:1@${outside}:1` }),
        'a sign-in that returns elsewhere': said({ signInReturn: `${evil}/sign-in/return` }),
        'names that are no list': said({ governed: 'pypi.org:443' }),
        '30,000 names': said({
          governed: Array.from({ length: 30_000 }, (_, one) => ({ name: `h${one}:443` })),
        }),
        'a connection’s name that is an object': said({
          governed: [{ name: 'a:1', connection: {}, store: 'chroma' }],
        }),
      },
      'nothing',
    ),
    ...table(
      Object.fromEntries(names.map((name) => [`the name ${JSON.stringify(name)}`, named(name)])),
      'nothing',
    ),
  ]);
});

test('how a gateway signs in', async (context) => {
  await controls();
  const metadata = (changed: object): Changes => ({ [paths.metadata]: gateway.metadata(changed) });
  const token = (changed: object): Changes => ({ [paths.token]: { ...given, expires_in: 300, ...changed } });
  const me = (identity: unknown, rest: object = {}): Changes => ({
    [paths.me]: { identity, session: null, ...rest },
  });
  const redirect = (path: string, status: number): Changes => ({
    [path]: (_, response) => response.writeHead(status, { location: `${elsewhere.url}${path}` }).end(),
  });
  await tryAll(
    context,
    'Sign-in: codes and tokens go to the gateway’s own sign-in service, and only a token is a token',
    table(
      {
        'another issuer’s metadata': metadata({ issuer: evil }),
        'a redirect of the metadata': redirect(paths.metadata, 302),
        'an authorization page in a script': metadata({ authorization_endpoint: 'javascript:alert(1)//' }),
        'an authorization page in data': metadata({
          authorization_endpoint: 'data:text/html,<script>1</script>',
        }),
        'an authorization page elsewhere': metadata({ authorization_endpoint: `${evil}/auth` }),
        'a token endpoint elsewhere': metadata({ token_endpoint: `${elsewhere.url}${paths.token}` }),
        'a token endpoint elsewhere, encrypted': metadata({ token_endpoint: `${evil}/token` }),
        'a token endpoint that is missing': metadata({ token_endpoint: undefined }),
        'a revocation elsewhere': metadata({ revocation_endpoint: `${elsewhere.url}/revoke` }),
        'a token endpoint that redirects the code (307)': redirect(paths.token, 307),
        'a token endpoint that redirects the code (302)': redirect(paths.token, 302),
        'no token': token({ access_token: undefined }),
        'a token that is an object': token({ access_token: { a: 1 } }),
        'a token with a line end and a header': token({ access_token: 'a\r\nx-admin: 1' }),
        'a token that is no ASCII': token({ access_token: 'ü' }),
        'a token of 1 MB': token({ access_token: 'a'.repeat(1_000_000) }),
        'an error with markup for a code': {
          [paths.token]: (_, response) =>
            response.writeHead(400).end('{"error":"<img src=x onerror=alert(1)>"}'),
        },
        'a token answer that never ends': { [paths.token]: endless(' '.repeat(65_536), 1) },
      },
      'no sign-in',
    ),
  );
  // Signed in by then; what must not happen is a breakdown, or a name that is none.
  const told: Readonly<Record<string, Changes>> = {
    'no identity': me(undefined),
    'an identity that is a list': me(['ana']),
    'a name that is an object': me({ issuer: 'p', subject: 'ana', name: { toString: 'x' }, groups: [] }),
    'groups that are a text': me({ issuer: 'p', subject: 'ana', groups: 'admins' }),
    'a session that is a text': me({ issuer: 'p', subject: 'ana', groups: [] }, { session: 'x' }),
    'a life that is a text': token({ expires_in: 'soon' }),
    'a life below zero': token({ expires_in: -5 }),
    'a life without end': token({ expires_in: 1e300 }),
  };
  await tryAll(
    context,
    'Sign-in: an odd answer breaks nothing',
    Object.entries(told).map(([name, changes]) => ({
      name,
      run: async () => {
        const { complaints, refused } = await meet(changes);
        return { passed: complaints !== '', seen: complaints || refused.join(', ') || 'taken with care' };
      },
    })),
  );
});

test('what is remembered of a gateway', async (context) => {
  const gone = 'http://127.0.0.1:9';
  /** A cache in which somebody put a document for that gateway. */
  const planted = async (spoil: (folder: string, file: string) => Promise<unknown>): Promise<Meeting> => {
    const cache = await mkdtemp(join(folder, 'planted-'));
    await meet({}, gateway.url, cache);
    const place = join(cache, 'vectorgate');
    const [name] = await readdir(place);
    const file = join(
      place,
      `discovery-${createHash('sha256').update(gone).digest('hex').slice(0, 16)}.json`,
    );
    assert.ok(name, 'what was met is remembered');
    await writeFile(file, JSON.stringify(gateway.discovery({})), { mode: 0o600 });
    await spoil(place, file);
    return meet({}, gone, cache);
  };
  const kept = await planted(async () => {});
  assert.deepEqual(
    kept.governed,
    ['chroma.internal:8000'],
    'one’s own is remembered while the gateway is down',
  );
  const spoilers: Record<string, (place: string, file: string) => Promise<unknown>> = {
    'a file that everybody may write': (_, file) => chmod(file, 0o666),
    'a folder that everybody may write': (place) => chmod(place, 0o777),
    'a link to another file': async (place, file) => {
      const real = join(place, 'real');
      await writeFile(real, JSON.stringify(gateway.discovery({})), { mode: 0o600 });
      await rm(file);
      await symlink(real, file);
    },
    'a pipe': async (_, file) => {
      await rm(file);
      await run('mkfifo', ['-m', '600', file]);
    },
    'a folder': async (_, file) => {
      await rm(file);
      await mkdir(file);
    },
    'no JSON': (_, file) => writeFile(file, '{'),
    'a script for a data plane': (_, file) =>
      writeFile(file, JSON.stringify(gateway.discovery({ dataPlane: 'javascript:alert(1)' }))),
  };
  if (process.getuid?.() === 0) {
    spoilers['another user’s file'] = (_, file) => chown(file, 65534, 65534);
    spoilers['another user’s folder'] = (place) => chown(place, 65534, 65534);
  }
  await tryAll(
    context,
    'What is remembered: nobody else can have written it',
    Object.entries(spoilers).map(([name, spoil]) => ({
      name,
      run: async () => judge(await planted(spoil), 'nothing'),
    })),
  );
});

test('a workload meets a gateway', async (context) => {
  const token = 'the-workloads-own-token';
  const file = join(folder, 'token');
  await writeFile(file, token, { mode: 0o600 });
  const { stdout: startup } = await run(pythonProgram(), [
    '-c',
    'from vectorgate_jupyter.broker.broker import shim_folder; print(shim_folder())',
  ]);
  const names = [
    'chroma.internal:8000',
    'chroma.internal:8001',
    'x.chroma.internal:8000',
    'pypi.org:443',
    'localhost:8888',
  ];
  const work = async (changes: Changes, address = gateway.url) => {
    gateway.changes = changes;
    gateway.heard.length = elsewhere.heard.length = 0;
    const { stdout } = await run(
      pythonProgram(),
      [program('workload.py'), 'http://chroma.internal:8000/x', ...names],
      {
        env: {
          ...process.env,
          PYTHONPATH: startup.trim(),
          VECTORGATE_TOKEN_FILE: file,
          VECTORGATE_GATEWAY: address,
        },
      },
    );
    return JSON.parse(stdout) as { ended: string; governed: Readonly<Record<string, string>> };
  };
  const good = await work({ '/x': {} });
  assert.equal(good.ended, 'HTTP 200');
  assert.ok(gateway.heard.some((said) => said.includes(token)));
  // By nature a gateway governs what it names. It governs exactly that: no other port, no name below, no pattern.
  assert.deepEqual(
    good.governed,
    Object.fromEntries(names.map((name, one) => [name, one === 0 ? 'governed' : 'free'])),
  );
  const said = (changed: object): Changes => ({ [paths.discovery]: gateway.discovery(changed) });
  const tries: Readonly<Record<string, readonly [changes: Changes, address?: string]>> = {
    'a gateway in clear on another machine': [{}, `http://${outside}:${elsewhere.port}`],
    'a gateway behind a user’s name': [{}, `http://127.0.0.1:1@${outside}:${elsewhere.port}`],
    'a redirected discovery': [
      {
        [paths.discovery]: (_, response) =>
          response.writeHead(302, { location: `${elsewhere.url}${paths.discovery}` }).end(),
      },
    ],
    'a data plane in clear on another machine': [said({ dataPlane: `http://${outside}:${elsewhere.port}` })],
    'a data plane behind a user’s name': [
      said({ dataPlane: `http://127.0.0.1:1@${outside}:${elsewhere.port}` }),
    ],
    'a data plane behind a backslash': [
      said({ dataPlane: `http://127.0.0.1\\@${outside}:${elsewhere.port}` }),
    ],
    'a data plane that is a list': [said({ dataPlane: [elsewhere.url] })],
    'a data plane that is a script': [said({ dataPlane: 'javascript:alert(1)' })],
    'names that are numbers': [said({ governed: [1, { name: 2 }, null] })],
    'names that are no list': [said({ governed: { 'chroma.internal:8000': true } })],
    'no HTTP': [{ [paths.discovery]: ({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n') }],
    'JSON nested 100,000 deep': [
      { [paths.discovery]: (_, response) => void response.end('['.repeat(100_000)) },
    ],
    'an answer that redirects the call': [
      {
        '/x': (_, response) =>
          response.writeHead(307, { location: `http://${outside}:${elsewhere.port}/x` }).end(),
      },
    ],
  };
  // How a call may end that was not sent to another address: in our words, or as one to a name that is not there.
  const readable = /^(VectorGateError|GatewayUnreachable|ConnectError|HTTP 3\d\d)/;
  await tryAll(
    context,
    'A workload: its token goes to a private address that the gateway itself named, or nowhere',
    Object.entries(tries).map(([name, [changes, address]]) => ({
      name,
      run: async () => {
        const { ended } = await work(changes, address);
        const told = elsewhere.heard.some((one) => one.includes(token));
        const seen = told ? 'the token came elsewhere' : (ended.split('\n')[0] ?? '');
        return { passed: told || !readable.test(ended), seen: seen.replaceAll(outside, 'OUTSIDE') };
      },
    })),
  );
});
