import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import type { Status, Who } from '../server/status.ts';
import { connectionsView } from './connections-view.ts';
import { kernelsView } from './kernels-view.ts';
import { latestView } from './latest-view.ts';
import type { PanelActions } from './panel-actions.ts';
import { sessionsView } from './sessions-view.ts';
import { troubleView } from './trouble-view.ts';
import { whoView } from './who-view.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const time = '2026-11-26T11:00:00Z';
const actions = {} as PanelActions;

/** All texts that a template shows. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null && 'values' in value
    ? textsOf((value as TemplateResult).values)
    : [];
}

const views: Readonly<Record<string, (name: string) => unknown>> = {
  sessions: (name) => {
    const ended = { started: time, ended: time, records: 1, refused: 1, masked: 1 };
    const session = { id: 'x', who: { issuer: name, subject: name, name }, connection: name, store: name };
    const model = { sessionsWatched: true, sessions: [{ ...session, ...ended }] };
    return sessionsView(model as unknown as GateModel, actions, now);
  },
  connections: (name) =>
    connectionsView({
      connections: [{ name, store: name, knownAs: [name], mode: null, server: { version: name } }],
    } as unknown as Status),
  kernels: (name) =>
    kernelsView(
      {
        kernels: [{ id: 'x', path: name, kernel: name, governed: false, sandbox: false, language: 'python' }],
      } as unknown as Status,
      actions,
    ),
  latest: (name) => {
    const targets = [{ collection: { is: 'one', name } }];
    const refused = { id: 'x', time, operations: [{ name, classes: [name], targets }] };
    const said = { reason: { what: name, next: name }, decision: {} };
    return latestView({ latest: [{ ...refused, ...said }] } as unknown as GateModel, actions, now);
  },
  who: (name) =>
    whoView(
      {
        identity: { issuer: name, subject: name, name, groups: [name] },
        ...{ session: null, reviews: [name] },
      } as unknown as Who,
      actions,
      now,
    ),
  trouble: (name) =>
    troubleView({ problem: { code: 'x', message: name, next: name } } as unknown as GateModel, now),
};

for (const [view, of] of Object.entries(views))
  test(`whatever a gateway calls things, the panel's ${view} show it as it is, on its line`, () => {
    for (const name of ['a\u202eb', 'a\u001b[31mb', 'a\nb\r', 'x'.repeat(1_000_000)]) {
      const texts = textsOf(of(name));
      assert.ok(texts.some((text) => text.includes('a') || text.includes('x…')));
      for (const text of texts) {
        assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        assert.ok(text.length < 1_200, `${text.length} characters`);
      }
    }
  });
