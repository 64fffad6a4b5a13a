import assert from 'node:assert/strict';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { GateError, loadConfiguration, startGateway } from '@vectorgate/gateway';
import { pino } from 'pino';
import { startGatewayProcess } from '../harness/gateway-process.ts';
import { allowEverything } from '../harness/policies.ts';
import { type Ran, runGateway } from '../harness/run-gateway.ts';
import { startWorld, type World } from '../harness/world.ts';

let world: World;
let good: string;
let used = 0;

before(async () => {
  world = await startWorld({ policies: { everything: allowEverything('ci:load') }, gateway: false });
  good = await readFile(world.configurationFile, 'utf8');
});
after(() => world?.close());

/** Writes a file into the world's folder. */
const place = async (name: string, text: string): Promise<string> => {
  const file = join(world.folder, name);
  await writeFile(file, text);
  return file;
};

const changedFile = (change: (text: string) => string): Promise<string> => {
  const changed = change(good);
  assert.notEqual(changed, good, 'the change changes something');
  return place(`changed-${used++}.yaml`, changed);
};

/** What the gateway says instead of starting. In this process: starting one for each case would take minutes. */
async function refusal(change: (text: string) => string): Promise<string> {
  const file = await changedFile(change);
  try {
    const gateway = await startGateway(await loadConfiguration(file), { logger: pino({ level: 'silent' }) });
    await gateway.close();
  } catch (error) {
    // Its message is what the program prints; anything else would be a fault.
    assert.ok(error instanceof GateError, String(error));
    return error.message;
  }
  assert.fail('the gateway started');
}

/** It ended by itself, with this code, in words for people that name place and remedy. */
function assertSaid(ran: Ran, code: number, ...says: readonly RegExp[]): void {
  const all = `exit code ${ran.code}\n${ran.err}\n${ran.out}`;
  assert.equal(ran.code, code, all);
  for (const words of says) assert.match(ran.err, words);
  assert.doesNotMatch(ran.err, /\n\s+at |node:internal|\.ts:\d+\)?$|Error: /m, all);
}

/** `from` must be there: a change that changes nothing fails. */
const put =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

/** What is broken, how it is broken, and what is said. */
const broken: readonly (readonly [string, (text: string) => string, readonly RegExp[]])[] = [
  [
    'YAML that cannot be read',
    put('listeners:', 'listeners: ['),
    [/changed-\d+\.yaml:\d+:\d+/, /Correct the YAML/],
  ],
  [
    'an unknown key',
    put('connections:', 'conections:'),
    [/yaml:\d+:\d+.*conections/s, /Did you mean connections\?/],
  ],
  [
    'a port that is none',
    put('port: 0', 'port: eighty'),
    [/yaml:2:\d+.*listeners\.data\.port/s, /Write a value of type integer/],
  ],
  [
    'an unknown store',
    put('store: chroma', 'store: crhoma'),
    [/connections\.0\.store/, /Write one of: chroma, qdrant/],
  ],
  ['a name that is no host:port', put('chroma.internal:8000', 'chroma.internal'), [/is not host:port/]],
  [
    'no policy folder',
    put('policies: ./policies', 'policies: ./nowhere'),
    [/policy folder .*nowhere cannot be read/, /Create it/],
  ],
  [
    'a master key that is not there',
    put('./master.key', './nowhere.key'),
    [/master key cannot be read from .*nowhere\.key/, /Put it there/],
  ],
  [
    'a master key in an unset variable',
    put('{ file: ./master.key }', '{ env: VECTORGATE_TEST_UNSET }'),
    [/master key is missing: the environment variable VECTORGATE_TEST_UNSET is not set/],
  ],
  [
    'a master key that is too short',
    put('./master.key', './client.secret'),
    [/master key is not 32 bytes/, /openssl rand -hex 32/],
  ],
  [
    'a master key beside the data',
    put('./master.key', './data/master.key'),
    [/master key lies inside the data folder/, /Keep it elsewhere/],
  ],
  [
    'a client secret that is not there',
    put('./client.secret', './nowhere.secret'),
    [/client secret of the issuer people cannot be read from .*nowhere\.secret/],
  ],
  [
    'a credential that is not set',
    put('mode: enforce', 'mode: enforce\n    credential: { secret: { env: VECTORGATE_TEST_UNSET } }'),
    [/credential of connection insights is missing/],
  ],
  ['a data folder that is a file', put('data: ./data', 'data: ./vectorgate.yaml'), [/vectorgate\.yaml/]],
  [
    'a certificate that is not there',
    put('data: { port: 0 }', 'data: { port: 0, tls: { certificate: ./no.pem, key: ./no.key } }'),
    [/listeners\.data\.tls/, /no\.pem/],
  ],
  [
    'a certificate that is none',
    put(
      'data: { port: 0 }',
      'data: { port: 0, tls: { certificate: ./client.secret, key: ./client.secret } }',
    ),
    [/listeners\.data\.tls/, /client\.secret/],
  ],
  [
    'TLS for an address in clear',
    put('mode: enforce', 'mode: enforce\n    tls: { verify: true }'),
    [/insights has tls, and its address is http/, /Write the address with https/],
  ],
  [
    'a certificate authority that is not there',
    (text) =>
      put(
        'mode: enforce',
        'mode: enforce\n    tls: { authority: ./no-authority.pem }',
      )(put('address: http:', 'address: https:')(text)),
    [/tls\.authority of connection insights cannot be read from .*no-authority\.pem/],
  ],
  [
    'a certificate authority that is none',
    (text) =>
      put(
        'mode: enforce',
        'mode: enforce\n    tls: { authority: ./client.secret }',
      )(put('address: http:', 'address: https:')(text)),
    [/tls\.authority of connection insights does not fit: .*client\.secret holds no certificate/],
  ],
];

for (const [what, change, says] of broken) {
  test(`${what} is said with its place and its remedy`, async () => {
    const said = await refusal(change);
    for (const words of says) assert.match(said, words);
  });
}

test('the program says it in these words alone, and ends with exit code 1', async () => {
  const file = await changedFile(put('connections:', 'conections:'));
  assertSaid(
    await runGateway(['--config', file]),
    1,
    /^.*\.yaml:\d+:\d+.*conections/m,
    /Did you mean connections\?/,
  );
});

test('a configuration file that is not there is named', async () => {
  assertSaid(
    await runGateway(['--config', join(world.folder, 'nowhere.yaml')]),
    1,
    /nowhere\.yaml/,
    /--config FILE/,
  );
});

test('nothing is written before the configuration and the policies are known to be whole', async () => {
  await refusal((text) =>
    text.replace('data: ./data', 'data: ./untouched').replace('./policies', './nowhere'),
  );
  await assert.rejects(access(join(world.folder, 'untouched')));
});

test('every error of the policies is said with file, line, column, code and remedy', async () => {
  const policies = join(world.folder, 'policies');
  const text = allowEverything('ci:load');
  await writeFile(
    join(policies, 'bad.policy.yaml'),
    text.replace('operations:', 'operatoins:').replace('tested', 'bad'),
  );
  await writeFile(
    join(policies, 'worse.policy.yaml'),
    text.replace('[insights]', '[elsewhere]').replace('tested', 'worse'),
  );
  try {
    const says = [
      /policies in .*policies have errors/,
      /bad\.policy\.yaml:6:\d+ {2}unknown-key {2}.*operatoins.*\n {4}.*operations/,
      /worse\.policy\.yaml:6:\d+ {2}unknown-connection {2}.*elsewhere.*\n {4}.*insights/,
    ];
    assertSaid(await runGateway(['--config', world.configurationFile]), 1, ...says);
    assertSaid(await runGateway(['check', '--config', world.configurationFile]), 1, ...says);
  } finally {
    await rm(join(policies, 'bad.policy.yaml'));
    await rm(join(policies, 'worse.policy.yaml'));
  }
  const fine = await runGateway(['check', '--config', world.configurationFile]);
  assert.deepEqual([fine.code, fine.err], [0, `${world.configurationFile} is in order.\n`]);
});

test('a port that is in use is named, with the listener’s key', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    for (const listener of ['data', 'control']) {
      const says = new RegExp(
        `the ${listener} listener cannot use 127\\.0\\.0\\.1:${port} \\(another program listens there\\)\\. .*listeners\\.${listener}\\.port`,
      );
      const said = await refusal(
        put(new RegExp(`${listener}: \\{ port: \\d+ \\}`), `${listener}: { port: ${port} }`),
      );
      assert.match(said, says);
    }
  } finally {
    other.close();
  }
});

test('two gateways do not share one data folder, and a data folder knows its master key', async () => {
  const running = await startGatewayProcess(world.configurationFile);
  try {
    const said = await refusal(put(/control: \{ port: \d+ \}/, 'control: { port: 0 }'));
    assert.match(
      said,
      /another process \(process \d+\) writes the records in .*data.*\. Stop it, or give this gateway a data folder/,
    );
  } finally {
    assert.equal(await running.stop(), 0);
  }
  await place('other.key', 'ab'.repeat(32));
  assert.match(
    await refusal(put('./master.key', './other.key')),
    /written under another master key\. Give the gateway the master key that belongs to this data folder/,
  );
});

test('wrong usage is exit code 2, with the usage; help is 0', async () => {
  for (const args of [[], ['--konfig', 'x'], ['serve', '--config', world.configurationFile]]) {
    assertSaid(await runGateway(args), 2, /vectorgate-gateway --config vectorgate\.yaml/);
  }
  const help = await runGateway(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /Exit codes:/);
});
