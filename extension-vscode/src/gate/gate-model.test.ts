import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GateModel, type GateWorld } from './gate-model.ts';
import { GateProblem } from './problem.ts';

const gateway = 'https://gate.example';

const searched = { classes: ['search'], targets: [{ collection: { is: 'one', name: 'customer-cases' } }] };

class World implements GateWorld {
  subject: string | undefined;
  instant = 1_000;
  fails: Error | undefined;
  asked: string[] = [];
  used: unknown[] = [];
  get session(): string | undefined {
    return this.subject;
  }
  get signedIn(): boolean {
    return this.subject !== undefined;
  }
  set signedIn(signedIn: boolean) {
    this.subject = signedIn ? 'ana' : undefined;
  }
  discover() {
    if (this.fails) return Promise.reject(this.fails);
    return Promise.resolve({
      controlUrl: gateway,
      issuer: gateway,
      apiVersion: 'v1',
      dataPlane: gateway,
      governed: [{ name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' }],
    });
  }
  me = () =>
    Promise.resolve({ identity: { issuer: 'people', subject: this.subject, name: 'Ana Ruiz', groups: [] } });
  connections = () =>
    Promise.resolve({ connections: [{ name: 'insights', store: 'chroma', knownAs: [], mode: 'enforce' }] });
  records = ({ effect }: { effect?: 'deny' }) => {
    this.asked.push(effect ?? 'all');
    return Promise.resolve({ records: effect === undefined ? this.used : [] });
  };
  now = () => this.instant;
}

const started = () => {
  const world = new World();
  const model = new GateModel(world);
  model.setGateway(gateway, 'setting');
  return { world, model };
};

test('signed out, what is governed is known all the same', async () => {
  const { model } = started();
  await model.look();
  const { signedIn, who, connections } = model.standing;
  assert.deepEqual([signedIn, who, connections?.[0]?.knownAs], [false, undefined, ['chroma.internal:8000']]);
});

test('signed in, records are asked for only while somebody looks', async () => {
  const { world, model } = started();
  world.signedIn = true;
  await model.look();
  assert.deepEqual([model.standing.who?.name, world.asked], ['Ana Ruiz', []]);
  model.watched = true;
  await model.look();
  assert.deepEqual([world.asked, model.standing.latest], [['deny', 'all'], []]);
});

test('what one person used is not shown to the next, nor to nobody', async () => {
  const { world, model } = started();
  Object.assign(world, { signedIn: true, used: [{ connection: 'insights', operations: [searched] }] });
  model.watched = true;
  await model.look();
  const used = () =>
    model.standing.connections?.flatMap(({ collections }) => collections.map(({ name }) => name));
  assert.deepEqual(used(), ['customer-cases']);
  world.signedIn = false;
  model.sessionChanged();
  assert.deepEqual(used(), []);
  await model.look();
  assert.deepEqual(used(), []);
});

test('trouble keeps the time at which it began, and what was known', async () => {
  const { world, model } = started();
  await model.look();
  world.fails = new GateProblem({ code: 'gateway-unreachable', message: 'No gateway answers.', next: '' });
  await model.look();
  world.instant = 9_000;
  await model.look();
  assert.deepEqual([model.standing.problem?.code, model.standing.since], ['gateway_unreachable', 1_000]);
  assert.equal(model.standing.connections?.length, 1);
  assert.equal(model.discovery?.governed.length, 1);
  world.fails = undefined;
  await model.look();
  assert.equal(model.standing.problem, undefined);
});

test('a session that ended is a state, with its reason', async () => {
  const { world, model } = started();
  world.signedIn = true;
  await model.look();
  world.me = () => {
    world.signedIn = false;
    return Promise.reject(
      new GateProblem({ code: 'signed-out', message: 'Your session has ended.', next: '' }),
    );
  };
  await model.look();
  const { problem, signedIn, ended, who } = model.standing;
  assert.deepEqual([problem, signedIn, ended, who], [undefined, false, 'your session has ended.', undefined]);
});

test('an answer of the gateway before is not taken for that of the present one, which is asked too', async () => {
  const { world, model } = started();
  const discover = world.discover.bind(world);
  const asked: string[] = [];
  world.discover = (...of: string[]) => {
    asked.push(...of);
    if (asked.length > 1) assert.equal(model.standing.connections, undefined);
    return discover();
  };
  const looking = model.look();
  model.setGateway('https://other.example', 'setting');
  await looking;
  assert.deepEqual(asked, [gateway, 'https://other.example']);
});

test('what one person is told is not shown for the next, who is asked about in the same look', async () => {
  const { world, model } = started();
  world.signedIn = true;
  const told = Promise.withResolvers<void>();
  const { me } = world;
  let asked = 0;
  world.me = async () => {
    const answer = await me();
    if (asked++ === 0) await told.promise;
    return answer;
  };
  const looking = model.look();
  await new Promise((resolve) => setImmediate(resolve));
  world.subject = 'ben';
  model.sessionChanged();
  const seen: (string | undefined)[] = [];
  model.onDidChange(() => seen.push(model.standing.who?.subject));
  const joined = model.look();
  told.resolve();
  await Promise.all([looking, joined]);
  assert.deepEqual([seen, asked], [['ben'], 2]);
});

test('trouble of somebody who is signed out by then is not told', async () => {
  const { world, model } = started();
  world.signedIn = true;
  world.me = () => {
    world.signedIn = false;
    model.sessionChanged();
    return Promise.reject(new GateProblem({ code: 'forbidden', message: 'No.', next: '' }));
  };
  await model.look();
  assert.deepEqual([model.standing.problem, model.standing.who], [undefined, undefined]);
});
