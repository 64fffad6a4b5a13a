import assert from 'node:assert/strict';
import { chmod, mkdir, open, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { policyOf } from '../harness/policies.ts';
import { runGateway } from '../harness/run-gateway.ts';
import { until } from '../harness/until.ts';
import { type Fault, injectAll } from './fault-table.ts';
import { FaultWorld, openPolicy } from './fault-world.ts';
import { assertReadable, type Told } from './told.ts';
import { withoutRootsRights } from './without-roots-rights.ts';

let world: FaultWorld;
let reader: string;

before(async () => {
  world = await FaultWorld.start({ under: withoutRootsRights() });
  reader = await world.world.workload('reader');
});
after(() => world?.close());

const folder = (): string => join(world.world.folder, 'policies');
/** What the reader reads: masked, as the last rule says. */
const masked = async (): Promise<boolean> => {
  const told = await world.read(reader);
  assert.equal(told.status, 200, told.text);
  return told.body.includes('«redacted»') && !told.body.includes('ana@acme');
};
/** Whether the files on disk are what is in force. */
const loads = async (): Promise<boolean> => (await world.health()).body.policy?.ok === true;
const closed = policyOf(['closed', 'effect: deny, resources: { collections: [notes] }']);
const refused = async (): Promise<boolean> => (await world.read()).status === 403;

/** How long until it is so, in words for the table. */
async function seen(what: string, question: () => Promise<boolean>): Promise<string> {
  const began = performance.now();
  await until(what, question, 10);
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** The last good set stays in force while this holds, and what is written after comes into force. */
async function keepsTheLastGood(begin: () => Promise<() => Promise<unknown>>): Promise<{
  recovered: string;
  told: Told;
}> {
  await until('all is well', loads);
  assert.ok(await masked());
  const end = await begin();
  await until('the gateway says that it does not load', async () => !(await loads()));
  assert.ok(await masked(), 'the guard still binds');
  const told = await world.read(reader);
  await end();
  const took = await seen('all is well', loads);
  assert.ok(await masked());
  return { told, recovered: `${took} after the files are well again` };
}

const faults: readonly Fault[] = [
  {
    name: 'the policies are swapped as Kubernetes swaps a ConfigMap',
    injected: 'files are links through ..data, which is renamed to another folder and back, 6 times',
    run: async () => {
      const place = async (name: string, text: string): Promise<void> => {
        await mkdir(join(folder(), name));
        await writeFile(join(folder(), name, 'main.policy.yaml'), text);
      };
      await place('..2026_01', openPolicy);
      await place('..2026_02', closed);
      const point = async (at: string): Promise<void> => {
        await symlink(at, join(folder(), '..data_tmp'));
        await rename(join(folder(), '..data_tmp'), join(folder(), '..data'));
      };
      await point('..2026_01');
      await symlink('..data/main.policy.yaml', join(folder(), 'main.policy.yaml.new'));
      await rename(join(folder(), 'main.policy.yaml.new'), world.policyFile());
      await until('it is read', loads);
      const times: string[] = [];
      for (let n = 0; n < 6; n += 1) {
        await point(n % 2 === 0 ? '..2026_02' : '..2026_01');
        times.push(await seen('the swap acts', async () => (await refused()) === (n % 2 === 0)));
      }
      const told = await world.read(reader);
      assert.ok(await masked());
      return {
        saw: `${told.status} or 403, as the set in force says`,
        recorded: `${await world.recordOf(told, reader)}, each under the revision that decided it`,
        recovered: `nothing to recover: each swap acts, after ${times.toSorted()[0]} to ${times.toSorted().at(-1)}`,
      };
    },
  },
  {
    name: 'a policy is half written',
    injected:
      'the file is emptied, its first rule written, and 0.2 s later piece by piece the rest with its guard',
    run: async () => {
      await rm(world.policyFile(), { force: true });
      await writeFile(world.policyFile(), openPolicy);
      await until('it is read', loads);
      await pause(600);
      const cut = openPolicy.indexOf('    - { id: mail-is-masked');
      assert.ok(cut > 0);
      let open_ = false;
      let watching = true;
      const watch = (async () => {
        while (watching) open_ ||= !(await masked());
      })();
      for (let n = 0; n < 2; n += 1) {
        const handle = await open(world.policyFile(), 'w');
        // A whole document for whoever reads it now: it permits everything and masks nothing.
        await handle.write(openPolicy.slice(0, cut));
        for (let at = cut; at < openPolicy.length; at += 40) {
          await pause(200);
          await handle.write(openPolicy.slice(at, at + 40));
        }
        await handle.close();
        await pause(600);
      }
      watching = false;
      await watch;
      assert.equal(open_, false, 'the guard binds all the time');
      assert.ok(await loads());
      return {
        saw: '200, masked, at every moment',
        recorded: 'delivered under the last good set, then under the new one',
        recovered: 'nothing to recover: what is still being written is not loaded',
      };
    },
  },
  {
    name: 'a policy is broken',
    injected: 'the file is cut in the middle of a rule, and stays so',
    run: async () => {
      const { told, recovered } = await keepsTheLastGood(async () => {
        await writeFile(world.policyFile(), openPolicy.slice(0, -60));
        return () => writeFile(world.policyFile(), openPolicy);
      });
      return {
        saw: `${told.status}, as the last good set says`,
        recorded: `${await world.recordOf(told, reader)}; the log: "${world.logged(/policy not loaded/)}"`,
        recovered,
      };
    },
  },
  {
    name: 'a policy cannot be read',
    injected: 'mode 0000, for a gateway without root’s rights',
    run: async () => {
      const { told, recovered } = await keepsTheLastGood(async () => {
        await writeFile(world.policyFile('more'), closed.replace('name: tested', 'name: more'));
        await chmod(world.policyFile('more'), 0);
        return () => rm(world.policyFile('more'));
      });
      await writeFile(world.policyFile('more'), closed.replace('name: tested', 'name: more'));
      await chmod(world.policyFile('more'), 0);
      const start = await runGateway(
        ['check', '--config', world.world.configurationFile],
        {},
        withoutRootsRights(),
      );
      assert.equal(start.code, 1);
      assert.match(
        start.err,
        /more\.policy\.yaml in the policy folder .* cannot be read \(EACCES\)\. Make it readable/,
      );
      await rm(world.policyFile('more'));
      return {
        saw: `${told.status}, as the last good set says; at a start: it does not start, and names the file`,
        recorded: `${await world.recordOf(told, reader)}; the log: "${world.logged(/cannot be read/)}"`,
        recovered,
      };
    },
  },
  {
    name: 'a link leads to no policy',
    injected: 'a symbolic link whose target was taken away',
    run: async () => {
      const { told, recovered } = await keepsTheLastGood(async () => {
        await symlink('./gone.yaml', world.policyFile('more'));
        return () => unlink(world.policyFile('more'));
      });
      return {
        saw: `${told.status}, as the last good set says`,
        recorded: `${await world.recordOf(told, reader)}; the log: "${world.logged(/policy file .* cannot be read/)}"`,
        recovered,
      };
    },
  },
  {
    name: 'the policy folder is gone',
    injected: 'renamed away, and back',
    run: async () => {
      const { told, recovered } = await keepsTheLastGood(async () => {
        await rename(folder(), `${folder()}.away`);
        return () => rename(`${folder()}.away`, folder());
      });
      return {
        saw: `${told.status}, as the last good set says`,
        recorded: `${await world.recordOf(told, reader)}; the log: "${world.logged(/policy folder cannot be read/)}"`,
        recovered,
      };
    },
  },
  {
    name: 'the policy folder is emptied',
    injected: 'its files are removed: a set of no rules, which permits nothing',
    run: async () => {
      await rm(world.policyFile());
      const closing = await seen('all is closed', refused);
      const told = await world.read();
      assertReadable(told);
      const record = await world.recordOf(told);
      await writeFile(world.policyFile(), openPolicy);
      const recovered = await world.recovers(() => world.read());
      assert.ok(await masked());
      return {
        saw: `${told.line} (after ${closing})`,
        recorded: `${record}; the log: "${world.logged(/holds no policy/)}"`,
        recovered: `${recovered}, with the files`,
      };
    },
  },
];

test('a policy folder that fails never widens access, and an edit acts by itself', (context) =>
  injectAll(context, 'Faults of the policies', faults, async () => {
    await world.recovers();
    return world.nothingIsLost();
  }));
