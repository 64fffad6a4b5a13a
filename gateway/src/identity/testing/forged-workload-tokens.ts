import { createPrivateKey } from 'node:crypto';
import type { ForgedToken, ForgeryParts } from './forged-tokens.ts';
import { compact, decode, ecdsa, nothing } from './forging.ts';

/** Tokens that say they are a workload’s, or come from an issuer that is trusted for something else. */
export async function forgedWorkloadTokens(parts: ForgeryParts): Promise<readonly ForgedToken[]> {
  const forged: ForgedToken[] = [];
  const add = (name: string, token: string): void => {
    forged.push({ name, token });
  };
  const now = Math.floor(Date.now() / 1000);
  const own = createPrivateKey({ key: { ...parts.ownKey }, format: 'jwk' });
  const { aud } = decode(parts.good.split('.')[1]);
  const basic = { sub: 'ingest', iat: now, exp: now + 600, jti: 'x', aud: parts.workloadAudience };
  const workload = { ...basic, iss: parts.ci.issuer };
  add(
    'a person’s provider as if it were for workloads',
    await parts.people.sign({ ...basic, iss: parts.people.issuer }),
  );
  add(
    'an id token of the sign-in provider',
    await parts.people.sign(
      { iss: parts.people.issuer, sub: 'ana', aud: 'vectorgate', iat: now, exp: now + 300, nonce: 'n' },
      { typ: 'JWT' },
    ),
  );
  add('workload: another issuer’s key', await parts.people.sign(workload));
  add(
    'workload: our key',
    compact({ alg: 'ES256', typ: 'at+jwt', kid: parts.ownKey.kid }, workload, ecdsa(own)),
  );
  add('workload: no signature', compact({ alg: 'none', typ: 'at+jwt', kid: 'x' }, workload, nothing));
  add('workload: unknown kid', await parts.ci.sign(workload, { kid: 'unknown' }));
  add('workload: expired', await parts.ci.sign({ ...workload, iat: now - 700, exp: now - 60 }));
  add(
    'workload: issued last week, still running',
    await parts.ci.sign({ ...workload, iat: now - 7 * 86_400 }),
  );
  add('workload: another audience', await parts.ci.sign({ ...workload, aud: 'elsewhere' }));
  add('workload: our own audience', await parts.ci.sign({ ...workload, aud }));
  add('workload: an id token', await parts.ci.sign({ ...workload, nonce: 'n' }, { typ: 'JWT' }));
  add(
    'workload: an id token with at_hash',
    await parts.ci.sign({ ...workload, at_hash: 'h' }, { typ: 'JWT' }),
  );
  add('workload: a logout token', await parts.ci.sign({ ...workload, events: {} }, { typ: 'JWT' }));
  add('workload: typ logout+jwt', await parts.ci.sign(workload, { typ: 'logout+jwt' }));
  add('workload: bound to a key that was not shown', await parts.ci.sign({ ...workload, cnf: { jkt: 'x' } }));
  add('workload: iss with a slash more', await parts.ci.sign({ ...workload, iss: `${parts.ci.issuer}/` }));
  const iss = parts.ci.issuer;
  for (const [what, value] of [
    ['in capitals', iss.toUpperCase()],
    ['by another name of this machine', iss.replace('127.0.0.1', 'localhost')],
    ['by a short form of the address', iss.replace('127.0.0.1', '127.1')],
    ['over TLS', iss.replace('http:', 'https:')],
    ['with somebody’s name in it', iss.replace('://', '://ci@')],
    ['with a dot after the host', iss.replace('127.0.0.1', '127.0.0.1.')],
    ['with a query', `${iss}?`],
    ['with a fragment', `${iss}#`],
    ['with a path', `${iss}/realms/x`],
    ['with a step', `${iss}/.`],
    ['with a space before', ` ${iss}`],
    ['with an invisible character', `${iss}\u200b`],
    ['as a list', [iss]],
    ['of the sign-in provider', parts.people.issuer],
    ['of nobody', ''],
    ['null', null],
    ['by its configured name', 'ci'],
  ] as const)
    add(`workload: iss ${what}`, await parts.ci.sign({ ...workload, iss: value }));
  for (const [what, value] of [
    ['with a slash', `${parts.workloadAudience}/`],
    ['in capitals', parts.workloadAudience.toUpperCase()],
    ['cut short', parts.workloadAudience.slice(0, -1)],
    ['with a space', `${parts.workloadAudience} `],
    ['as an object', { aud: parts.workloadAudience }],
    ['as a list in a list', [[parts.workloadAudience]]],
    ['as an empty list', []],
    ['with others in one text', `${parts.workloadAudience},x`],
    ['null', null],
  ] as const)
    add(`workload: aud ${what}`, await parts.ci.sign({ ...workload, aud: value }));
  for (const [what, change] of [
    ['not yet valid', { nbf: now + 120 }],
    ['issued in the future', { iat: now + 120 }],
    ['exp as text', { exp: String(now + 600) }],
    ['exp null', { exp: null }],
    ['iat as text', { iat: String(now) }],
    ['sub as a number', { sub: 7 }],
    ['sub as a list', { sub: ['ingest'] }],
    ['sub empty', { sub: '' }],
    ['sub null', { sub: null }],
    ['an id token with c_hash', { c_hash: 'h' }],
    ['an id token with s_hash', { s_hash: 'h' }],
    ['says itself that it is an id token', { typ: 'ID' }],
    ['says itself that it is used as an id token', { token_use: 'id' }],
    ['bound to a certificate that was not shown', { cnf: { 'x5t#S256': 'x' } }],
  ] as const)
    add(`workload: ${what}`, await parts.ci.sign({ ...workload, ...change }));
  for (const typ of [
    'id_token',
    'dpop+jwt',
    'secevent+jwt',
    'token-introspection+jwt',
    'entity-statement+jwt',
    '',
    ' jwt',
    'at+jwt\0',
  ])
    add(`workload: typ ${JSON.stringify(typ)}`, await parts.ci.sign(workload, { typ }));
  const text = JSON.stringify(workload);
  for (const [what, more] of [
    ['sub twice', '"sub":"admin"'],
    ['sub twice, once escaped', '"s\\u0075b":"admin"'],
    ['aud twice', '"aud":"elsewhere"'],
    ['iss twice', '"iss":"https://elsewhere.example"'],
    ['exp twice', `"exp":${now - 60}`],
    ['groups twice', '"groups":["a"],"groups":["reviewers"]'],
    ['a claim twice, deep inside', '"a":{"b":[{"c":1,"c":2}]}'],
  ] as const)
    add(`workload: ${what}`, await parts.ci.signText(text.replace(/^\{/, `{${more},`)));
  add('workload: byte order mark before the payload', await parts.ci.signText(`\ufeff${text}`));
  add('workload: something after the payload', await parts.ci.signText(`${text},`));
  add('workload: a comment in the payload', await parts.ci.signText(text.replace('{', '{/**/')));
  add('workload: NaN in the payload', await parts.ci.signText(text.replace('{', '{"a":NaN,')));
  add(
    'a real logout token of the sign-in provider',
    await parts.people.sign(
      {
        iss: parts.people.issuer,
        aud: 'vectorgate',
        sub: 'ana',
        iat: now,
        exp: now + 120,
        jti: 'a',
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
      { typ: 'logout+jwt' },
    ),
  );
  const good = await parts.ci.sign(workload);
  add('workload: padding after', `${good}==`);
  add('workload: a line end after', `${good}\n`);
  add('workload: its signature cut short', good.slice(0, -4));
  add(
    'workload: its payload under our header',
    `${parts.good.split('.')[0]}.${good.split('.').slice(1).join('.')}`,
  );
  for (const name of ['sub', 'exp', 'iat', 'aud'] as const) {
    const { [name]: _left, ...rest } = workload;
    add(`workload: no ${name}`, await parts.ci.sign(rest));
  }
  return forged;
}
