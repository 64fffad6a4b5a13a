import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { ForgedToken, ForgeryParts } from './forged-tokens.ts';
import { type Claims, compact, decode, ecdsa, encode, hmac, nothing } from './forging.ts';

/** Tokens that say they are ours: RFC 8725's list and what readers of tokens are known to get wrong. */
export async function forgedOwnTokens(parts: ForgeryParts): Promise<readonly ForgedToken[]> {
  const forged: ForgedToken[] = [];
  const add = (name: string, token: string): void => {
    forged.push({ name, token });
  };
  const [head = '', body = '', signature = ''] = parts.good.split('.');
  const header = decode(head);
  const claims = decode(body);
  const now = Math.floor(Date.now() / 1000);
  const own = createPrivateKey({ key: { ...parts.ownKey }, format: 'jwk' });
  const publicKey = createPublicKey(own);
  const publicJwk = publicKey.export({ format: 'jwk' });
  const signed = ecdsa(own);
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const wide = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const edwards = generateKeyPairSync('ed25519');

  // No signature, or one that anybody can make.
  for (const alg of ['none', 'None', 'NONE', 'nOnE', ''])
    add(`alg ${alg || 'empty'}, no signature`, compact({ ...header, alg }, claims, nothing));
  add('alg none, the real signature kept', `${encode({ ...header, alg: 'none' })}.${body}.${signature}`);
  add('the signature left out', `${head}.${body}.`);
  const secrets: [string, string | Buffer][] = [
    ['PEM', publicKey.export({ type: 'spki', format: 'pem' })],
    ['PEM without its line end', String(publicKey.export({ type: 'spki', format: 'pem' })).trim()],
    ['DER', publicKey.export({ type: 'spki', format: 'der' })],
    ['JWK', JSON.stringify(publicJwk)],
    ['JWK with kid', JSON.stringify({ ...publicJwk, kid: parts.ownKey.kid, alg: 'ES256', use: 'sig' })],
    [
      'raw point',
      Buffer.concat([
        Buffer.from(publicJwk.x ?? '', 'base64url'),
        Buffer.from(publicJwk.y ?? '', 'base64url'),
      ]),
    ],
    ['x coordinate', publicJwk.x ?? ''],
    ['nothing', ''],
  ];
  for (const [what, secret] of secrets)
    add(
      `HS256 keyed with the public key as ${what}`,
      compact({ ...header, alg: 'HS256' }, claims, hmac(secret)),
    );
  add(
    'HS384 keyed with the public key',
    compact({ ...header, alg: 'HS384' }, claims, hmac(secrets[0]![1], 'sha384')),
  );
  add(
    'HS512 keyed with the public key',
    compact({ ...header, alg: 'HS512' }, claims, hmac(secrets[0]![1], 'sha512')),
  );

  // Other keys and algorithms.
  add('another key under our kid', compact(header, claims, ecdsa(stranger.privateKey)));
  add(
    'RS256 under our kid',
    compact({ ...header, alg: 'RS256' }, claims, (data) => sign('sha256', Buffer.from(data), rsa.privateKey)),
  );
  add(
    'PS256 under our kid',
    compact({ ...header, alg: 'PS256' }, claims, (data) =>
      sign('sha256', Buffer.from(data), { key: rsa.privateKey, padding: 6 }),
    ),
  );
  add(
    'EdDSA under our kid',
    compact({ ...header, alg: 'EdDSA' }, claims, (data) => sign(null, Buffer.from(data), edwards.privateKey)),
  );
  for (const alg of ['ES384', 'ES512', 'ES256K', 'es256', 'ES256 ', 'RS256', 'A256GCM'])
    add(`our key, alg ${alg}`, compact({ ...header, alg }, claims, signed));
  for (const alg of [['ES256'], null, 256, { name: 'ES256' }])
    add(`our key, alg ${JSON.stringify(alg)}`, compact({ ...header, alg }, claims, signed));
  add(
    'DER instead of raw signature',
    compact(header, claims, (data) => sign('sha256', Buffer.from(data), own)),
  );
  add(
    'signature of zeros',
    compact(header, claims, () => Buffer.alloc(64)),
  );
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
  add(
    'signature r = s = group order',
    compact(header, claims, () => Buffer.concat([order, order])),
  );
  add(
    'signature r = 1, s = 0',
    compact(header, claims, () => Buffer.concat([Buffer.alloc(31), Buffer.from([1]), Buffer.alloc(32)])),
  );
  add(
    'signature with r left out',
    compact(header, claims, (data) => Buffer.concat([Buffer.alloc(32), signed(data).subarray(32)])),
  );
  add(
    'signature with r and s exchanged',
    compact(header, claims, (data) =>
      Buffer.concat([signed(data).subarray(32), signed(data).subarray(0, 32)]),
    ),
  );
  add(
    'signature with a byte before it',
    compact(header, claims, (data) => Buffer.concat([Buffer.alloc(1), signed(data)])),
  );
  add(
    'signature with a byte after it',
    compact(header, claims, (data) => Buffer.concat([signed(data), Buffer.alloc(1)])),
  );
  add(
    'signature twice',
    compact(header, claims, (data) => Buffer.concat([signed(data), signed(data)])),
  );
  add(
    'signature of the payload alone',
    compact(header, claims, (data) => signed(data.split('.')[1] ?? '')),
  );
  add('ES256 by a key of P-384 under our kid', compact(header, claims, ecdsa(wide.privateKey)));
  add(
    'ES384 by a key of P-384 under our kid',
    compact({ ...header, alg: 'ES384' }, claims, ecdsa(wide.privateKey, 'sha384')),
  );
  add('signature cut short', parts.good.slice(0, -8));
  add('signature of another token', `${head}.${body}.${parts.other.split('.')[2]}`);
  add('payload of another token', `${head}.${parts.other.split('.')[1]}.${signature}`);
  add(
    'one bit of the payload turned',
    `${head}.${encode({ ...claims, groups: ['data-owners'] })}.${signature}`,
  );

  // Key ids and keys brought along.
  for (const kid of [
    'unknown',
    '../../../../dev/null',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
    '',
    `${parts.ownKey.kid} `,
    parts.ownKey.kid.toUpperCase(),
    `${parts.ownKey.kid}\0`,
    `${parts.ownKey.kid},x`,
    'http://127.0.0.1:9/key',
    'x'.repeat(4_000),
  ]) {
    add(`kid ${JSON.stringify(kid)}`, compact({ ...header, kid }, claims, ecdsa(stranger.privateKey)));
  }
  for (const kid of [[parts.ownKey.kid], 0, null, { $ne: '' }])
    add(`kid ${JSON.stringify(kid)}, our key`, compact({ ...header, kid }, claims, signed));
  const { kid: _kid, ...withoutKid } = header;
  add('no kid, our key', compact(withoutKid, claims, signed));
  const strangerJwk = stranger.publicKey.export({ format: 'jwk' });
  const brought: Claims = {
    jwk: strangerJwk,
    jku: `${parts.ci.issuer}/jwks`,
    x5u: `${parts.ci.issuer}/jwks`,
    x5c: ['MIIB'],
  };
  for (const [name, value] of Object.entries(brought))
    add(
      `brings its own key: ${name}`,
      compact({ ...header, [name]: value }, claims, ecdsa(stranger.privateKey)),
    );
  add('our key, a crit that nobody knows', compact({ ...header, crit: ['x'], x: 1 }, claims, signed));
  add('our key, b64 false', compact({ ...header, b64: false, crit: ['b64'] }, claims, signed));
  add('our key, a crit that names nothing', compact({ ...header, crit: [] }, claims, signed));
  add('our key, enc', compact({ ...header, enc: 'A256GCM' }, claims, signed));
  add('our key, an epk', compact({ ...header, epk: strangerJwk }, claims, signed));
  add('our key, zip', compact({ ...header, zip: 'DEF' }, claims, signed));

  // Signed by us, but no access token of ours that counts: types, issuers, audiences, times, parties.
  for (const typ of [
    'AT+JWT',
    'application/at+jwt',
    'at+jwt ',
    'secevent+jwt',
    'at+jwt;x',
    'JWT',
    'jwt',
    'logout+jwt',
    'dpop+jwt',
    'id_token',
    '',
    ['at+jwt'],
    null,
  ])
    add(`typ ${JSON.stringify(typ)}`, compact({ ...header, typ }, claims, signed));
  const { typ: _typ, ...withoutTyp } = header;
  add('no typ', compact(withoutTyp, claims, signed));
  const wrong = (name: string, change: Claims): void =>
    add(name, compact(header, { ...claims, ...change }, signed));
  const without = (name: string): void => {
    const { [name]: _left, ...rest } = claims;
    add(`no ${name}`, compact(header, rest, signed));
  };
  const iss = String(claims.iss);
  for (const value of [
    `${iss}/`,
    iss.toUpperCase(),
    iss.replace('/oauth', ''),
    `${iss}.evil.example`,
    iss.replace('http:', 'https:'),
    `${iss}#`,
    ` ${iss}`,
    [iss],
    null,
    parts.people.issuer,
    parts.ci.issuer,
  ]) {
    wrong(`iss ${JSON.stringify(value)}`, { iss: value });
  }
  const aud = String(claims.aud);
  for (const value of [
    'https://elsewhere.example',
    `${aud}/`,
    aud.slice(0, -1),
    '',
    [aud],
    [[aud]],
    [aud, 'https://elsewhere.example'],
    null,
    {},
    'vectorgate-jupyter',
    parts.workloadAudience,
  ]) {
    wrong(`aud ${JSON.stringify(value)}`, { aud: value });
  }
  wrong('expired a minute ago', { exp: now - 60, iat: now - 200 });
  wrong('exp as text', { exp: String(now + 300) });
  wrong('exp null', { exp: null });
  wrong('exp negative', { exp: -1 });
  wrong('older than our tokens live, exp far off', { iat: now - 3_600, exp: now + 86_400 });
  wrong('issued in the future', { iat: now + 120, exp: now + 300 });
  wrong('iat as text', { iat: String(now) });
  wrong('not yet valid', { nbf: now + 120 });
  wrong('nbf as text', { nbf: 'soon' });
  wrong('sub of another person', { sub: 'rita' });
  wrong('sub empty', { sub: '' });
  wrong('sub as list', { sub: [claims.sub] });
  wrong('a session that is not there', { sid: 'nobody-signed-in-under-this-name' });
  wrong('the session of another person', { sid: decode(parts.other.split('.')[1]).sid });
  wrong('sid as list', { sid: [claims.sid] });
  wrong('another client', { client_id: 'vectorgate-cli' });
  for (const name of ['iss', 'aud', 'exp', 'iat', 'sub', 'sid', 'client_id', 'jti']) without(name);

  for (const [what, value] of [
    ['by another name of this machine', iss.replace('127.0.0.1', 'localhost')],
    ['by a short form of the address', iss.replace('127.0.0.1', '127.1')],
    ['by the address as a number', iss.replace('127.0.0.1', '2130706433')],
    ['with somebody’s name in it', iss.replace('://', '://vectorgate@')],
    ['at another’s host, ours as its user', iss.replace('://', '://evil.example@')],
    ['with a dot after the host', iss.replace('127.0.0.1', '127.0.0.1.')],
    ['with a double slash', iss.replace('/oauth', '//oauth')],
    ['with a step upward', iss.replace('/oauth', '/x/../oauth')],
    ['with a coded letter', iss.replace('oauth', '%6Fauth')],
    ['with a letter that looks alike', iss.replace('oauth', 'о\u0430uth')],
    ['with a query', `${iss}?a=b`],
    ['with an invisible character', `${iss}\u200b`],
    ['with a line end', `${iss}\n`],
    ['in another port', iss.replace(/:\d+\//, ':1/')],
  ] as const)
    wrong(`iss ${what}`, { iss: value });
  for (const [what, value] of [
    ['with a path', `${aud}/oauth`],
    ['with its host in capitals and a space', ` ${aud.toUpperCase()}`],
    ['by another name of this machine', aud.replace('127.0.0.1', 'localhost')],
    ['over TLS', aud.replace('http:', 'https:')],
    ['as an object that holds it', { 0: aud }],
    ['twice in a list', [aud, aud]],
    ['true', true],
  ] as const)
    wrong(`aud ${what}`, { aud: value });
  wrong('iat without end', { iat: 'Infinity' });
  add(
    'iat beyond all numbers',
    compact(header, JSON.stringify(claims).replace(/"iat":\d+/, '"iat":1e999'), signed),
  );
  wrong('iat null', { iat: null });
  wrong('iat negative, exp soon', { iat: -1 });
  wrong('exp as list', { exp: [now + 300] });
  wrong('exp true', { exp: true });
  wrong('nbf null', { nbf: null });
  wrong('nbf far off', { nbf: now + 86_400 * 365 });
  wrong('sub null', { sub: null });
  wrong('sub as object', { sub: { $ne: '' } });
  wrong('sub in capitals', { sub: String(claims.sub).toUpperCase() });
  wrong('sub with a space', { sub: `${claims.sub} ` });
  wrong('sid empty', { sid: '' });
  wrong('sid null', { sid: null });
  wrong('sid with a NUL', { sid: `${claims.sid}\0` });
  wrong('client_id as list', { client_id: [claims.client_id] });
  wrong('client_id of the gateway at the provider', { client_id: 'vectorgate' });

  // Two readings.
  const text = JSON.stringify(claims);
  const twice = (name: string, insert: string): void =>
    add(name, compact(header, text.replace(/^\{/, `{${insert},`), signed));
  twice('sub twice', '"sub":"rita"');
  twice('groups twice', '"groups":["data-owners"]');
  twice('exp twice', `"exp":${now + 86_400}`);
  twice('aud twice', '"aud":"https://elsewhere.example"');
  twice('iss twice', `"iss":${JSON.stringify(parts.ci.issuer)}`);
  twice('sid twice', '"sid":"x"');
  twice('name twice, both the same', `"name":${JSON.stringify(claims.name)}`);
  add(
    'a claim twice inside vg_claims',
    compact(header, text.replace('"vg_claims":{', '"vg_claims":{"tenant":"globex",'), signed),
  );
  add(
    'a claim twice inside vg_claims, once escaped',
    compact(header, text.replace('"vg_claims":{', '"vg_claims":{"t\\u0065nant":"globex",'), signed),
  );
  twice('sub twice, once escaped', '"s\\u0075b":"rita"');
  add(
    'alg twice in the header',
    compact(JSON.stringify(header).replace(/^\{/, '{"alg":"none",'), claims, signed),
  );
  add(
    'kid twice in the header',
    compact(JSON.stringify(header).replace(/^\{/, '{"kid":"x",'), claims, signed),
  );
  const mark = Buffer.from([0xef, 0xbb, 0xbf]);
  add(
    'byte order mark before the payload',
    compact(header, Buffer.concat([mark, Buffer.from(text)]), signed),
  );
  add(
    'byte order mark before the header',
    compact(Buffer.concat([mark, Buffer.from(JSON.stringify(header))]), claims, signed),
  );
  add(
    'payload that is not UTF-8',
    compact(header, Buffer.from(text.replace('Ruiz', 'Ru\xffz'), 'latin1'), signed),
  );
  add('space before the payload', compact(header, ` ${text}`, signed));
  add('something after the payload', compact(header, `${text}{}`, signed));
  add('payload a list', compact(header, `[${text}]`, signed));
  add('payload a text', compact(header, JSON.stringify(text), signed));
  add(
    'payload nested without end',
    compact(header, `{"a":${'['.repeat(3_000)}${']'.repeat(3_000)},${text.slice(1)}`, signed),
  );
  add('token too long', compact(header, { ...claims, filler: 'x'.repeat(20_000) }, signed));

  // Other tokens of ours and of others.
  add('our id token', parts.idToken);
  add(
    'our id token in the form of an access token',
    compact(header, decode(parts.idToken.split('.')[1]), signed),
  );
  add(
    'a logout token of ours, which we never make',
    compact({ ...header, typ: 'logout+jwt' }, { ...claims, events: {} }, signed),
  );
  add('a token inside a token', compact({ ...header, cty: 'JWT' }, parts.good, signed));
  add('our refresh token', parts.refreshToken);
  const ours = { ...claims };
  add('the trusted issuer’s key, our issuer', await parts.ci.sign(ours));
  add('the trusted issuer’s key under our kid', await parts.ci.sign(ours, { kid: parts.ownKey.kid }));
  add('the sign-in provider’s key, our issuer', await parts.people.sign(ours));
  return forged;
}
