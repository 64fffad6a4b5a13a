import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { converse } from './raw-http.ts';
import { assertTappedOpen, callerLines, startTappedWorld, type TappedWorld } from './tapped-world.ts';
import upgrades from './testdata/upgrades.json' with { type: 'json' };

let world: TappedWorld;
before(async () => {
  world = await startTappedWorld();
});
after(() => world?.close());

const bodyOf = (mark: string): string => `{"ids":["${mark}"]}`;

/** What would pass through a tunnel bears the mark `S-…`. */
function bytesOf(template: string, mark: number): string {
  const own = callerLines(world.owner);
  const [good, hidden] = [bodyOf(`A-${mark}`), bodyOf(`S-${mark}`)];
  const inner = `POST ${world.get} HTTP/1.1\r\n${own}Content-Length: ${hidden.length}\r\n\r\n${hidden}`;
  const values: Readonly<Record<string, string>> = {
    path: world.get,
    own,
    good,
    g: String(good.length),
    inner,
    n: String(inner.length),
    store: new URL(world.tap.url).host,
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

test('invariant 1: other protocols, tunnels and other versions', async (context) => {
  await assertTappedOpen(world);
  await tryAll(
    context,
    'Upgrades: no protocol but HTTP is spoken, and nothing is tunnelled',
    upgrades.map(
      ([name, template, kind], index): Attack => ({
        name: name!,
        run: async () => {
          const text = bytesOf(template!, index);
          const { replies, rest, closed } = await converse(world.gateway?.dataUrl ?? '', text, {
            patience: 700,
          });
          const reached = world.tap.requests.filter(({ body }) =>
            [`"A-${index}"`, `"S-${index}"`].some((mark) => body.includes(mark)),
          );
          const wrong: string[] = [];
          if (/^HTTP\/1\.1 1(?!00)/m.test(rest)) wrong.push('the protocol was changed');
          if (reached.some(({ body }) => body.includes(`"S-${index}"`))) wrong.push('it was tunnelled');
          if (reached.length > (kind === 'answered' ? 1 : 0)) wrong.push(`${reached.length} at the store`);
          if (replies.length > 1) wrong.push(`${replies.length} answers`);
          if (kind !== 'answered' && replies.some(({ status }) => status < 400))
            wrong.push('it was answered');
          if (replies.some(({ body }) => body.includes(world.owner))) wrong.push('the token came back');
          const seen = replies[0]?.status ?? (closed ? 'connection closed' : 'no answer');
          return { passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join('; ') : String(seen) };
        },
      }),
    ),
  );
  assert.deepEqual(world.tap.faults, []);
});
