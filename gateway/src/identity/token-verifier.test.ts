import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startProvider } from '../../../demo/src/provider/index.ts';
import { Refusal } from '../pipeline/refusal.ts';
import { forgedTokens } from './testing/forged-tokens.ts';
import { later } from './testing/later.ts';
import { ownSigningKey } from './testing/own-signing-key.ts';
import { TestIdentity, type Tokens, workloadAudience } from './testing/test-identity.ts';

describe('token verifier', () => {
  let world: TestIdentity;
  let ana: Tokens;
  let rita: Tokens;
  before(async () => {
    world = await TestIdentity.start();
    ana = await world.signIn('ana');
    rita = await world.signIn('rita');
  });
  after(() => world.close());

  test('a person’s token gives the declared claims alone, of their declared type', async () => {
    const { identity, session, expires } = await world.identity.verifier.verify(ana.access_token);
    assert.deepEqual(identity, {
      issuer: 'people',
      kind: 'person',
      subject: 'ana',
      name: 'Ana Ruiz',
      groups: ['analysts'],
      groupsComplete: true,
      claims: { tenant: 'acme' },
      declared: { tenant: 'string', badge: 'string' },
    });
    assert.equal(typeof session, 'string');
    assert.ok(expires > Date.now() / 1000);
  });

  test('a workload’s token is a service identity, by either type of access token', async () => {
    const minted = await world.ci.mintWorkloadToken({
      subject: 'ingest',
      audience: workloadAudience,
      claims: { groups: ['analysts'] },
    });
    const { identity, session } = await world.identity.verifier.verify(minted);
    assert.equal(identity.kind, 'service');
    assert.equal(identity.issuer, 'ci');
    assert.equal(identity.subject, 'ingest');
    assert.deepEqual(identity.groups, []);
    assert.equal(identity.groupsComplete, false);
    assert.equal(session, undefined);
    const now = Math.floor(Date.now() / 1000);
    const plain = await world.ci.sign(
      { iss: world.ci.issuer, sub: 'ingest', aud: [workloadAudience, 'x'], iat: now, exp: now + 60 },
      { typ: 'JWT' },
    );
    assert.equal((await world.identity.verifier.verify(plain)).identity.subject, 'ingest');
  });

  test('no forged token passes, before or after the real one is known', async () => {
    const ownKey = await ownSigningKey(world.configuration.data, world.masterKey);
    const forged = await forgedTokens({
      good: ana.access_token,
      idToken: ana.id_token,
      refreshToken: ana.refresh_token,
      other: rita.access_token,
      ownKey,
      ci: world.ci,
      workloadAudience,
      people: world.people,
    });
    const passed: string[] = [];
    for (const { name, token } of forged) {
      try {
        await world.identity.verifier.verify(token);
        passed.push(name);
      } catch (error) {
        assert.ok(error instanceof Refusal, `${name}: ${error}`);
        assert.equal(error.kind, 'unauthenticated', name);
        assert.match(error.text(), /^VectorGate: [a-z].*\.\n[A-Z].*\.$/, name);
      }
    }
    console.log(`forged tokens: ${forged.length} tried, ${passed.length} passed`);
    assert.deepEqual(passed, []);
    assert.ok(forged.length >= 200);
    assert.equal((await world.identity.verifier.verify(ana.access_token)).identity.subject, 'ana');
  });

  test('a sign-out is known at once, also for a token that was just verified', async () => {
    const tokens = await world.signIn('ola');
    await world.identity.verifier.verify(tokens.access_token);
    assert.equal(await world.revoke(tokens.refresh_token), 200);
    await assert.rejects(world.identity.verifier.verify(tokens.access_token), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      assert.equal(
        error.text(),
        'VectorGate: your sign-in has ended.\nClick "VectorGate: sign in" in the status bar and run the cell again.',
      );
      return true;
    });
  });

  test('an issuer that does not answer is no fault of the caller', async () => {
    const lost = await TestIdentity.start();
    try {
      const token = await lost.ci.mintWorkloadToken({ subject: 'ingest', audience: workloadAudience });
      await lost.ci.close();
      await assert.rejects(
        lost.identity.verifier.verify(token),
        (error: unknown) =>
          error instanceof Refusal && error.kind === 'unavailable' && /ci does not answer/.test(error.what),
      );
    } finally {
      await lost.close();
    }
  });

  test('an issuer’s new key is found, and tokens of its old key are dropped with it', async (t) => {
    const rotating = await TestIdentity.start();
    try {
      const { verifier } = rotating.identity;
      const request = { subject: 'ingest', audience: workloadAudience };
      const old = await rotating.ci.mintWorkloadToken(request);
      await verifier.verify(old);
      await rotating.ci.close();
      const next = await startProvider({
        port: Number(new URL(rotating.ci.issuer).port),
        cookiePrefix: 'ci-next',
        clients: [],
        people: [],
      });
      try {
        const fresh = await next.mintWorkloadToken(request);
        // Unknown key ids do not make the gateway ask again and again.
        await assert.rejects(
          verifier.verify(fresh),
          (error: unknown) => error instanceof Refusal && error.code === 'token-refused',
        );
        await verifier.verify(old);
        later(t).by(31_000);
        assert.equal((await verifier.verify(fresh)).identity.subject, 'ingest');
        await assert.rejects(
          verifier.verify(old),
          (error: unknown) => error instanceof Refusal && error.code === 'token-refused',
        );
      } finally {
        await next.close();
      }
    } finally {
      await rotating.close();
    }
  });
});
