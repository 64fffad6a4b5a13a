import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import type { JWK } from 'jose';
import type { RunningProvider } from '../../../../demo/src/provider/index.ts';

/** A token that must be refused. */
export interface ForgedToken {
  readonly name: string;
  readonly token: string;
}

export interface ForgeryParts {
  /** A real access token that counts now, and what came with it. */
  readonly good: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** A real access token of another person. */
  readonly other: string;
  /** The gateway's own private key: the strongest forger is one whose claims alone are wrong. */
  readonly ownKey: JWK & { readonly kid: string };
  readonly ci: RunningProvider;
  readonly workloadAudience: string;
  /** The provider that people sign in with: trusted for sign-in, not for access. */
  readonly people: RunningProvider;
}

type Claims = Record<string, unknown>;
type Part = string | Claims | Buffer;

const encode = (part: Part): string => {
  const bytes = Buffer.isBuffer(part)
    ? part
    : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part));
  return bytes.toString('base64url');
};
const decode = (segment: string | undefined): Claims =>
  JSON.parse(Buffer.from(segment ?? '', 'base64url').toString('utf8'));

const ecdsa =
  (key: KeyObject, hash = 'sha256') =>
  (data: string): Buffer =>
    sign(hash, Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' });
const hmac =
  (secret: string | Buffer, hash = 'sha256') =>
  (data: string): Buffer =>
    createHmac(hash, secret).update(data).digest();
const nothing = (): Buffer => Buffer.alloc(0);

const compact = (header: Part, payload: Part, signer: (data: string) => Buffer): string => {
  const data = `${encode(header)}.${encode(payload)}`;
  return `${data}.${signer(data).toString('base64url')}`;
};

/** The battery: RFC 8725's list and what readers of tokens are known to get wrong, each built from tokens that count. */
export async function forgedTokens(parts: ForgeryParts): Promise<readonly ForgedToken[]> {
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
  add('our key, zip', compact({ ...header, zip: 'DEF' }, claims, signed));

  // Signed by us, but no access token of ours that counts: types, issuers, audiences, times, parties.
  for (const typ of ['JWT', 'jwt', 'logout+jwt', 'dpop+jwt', 'id_token', '', ['at+jwt'], null])
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

  // Two readings.
  const text = JSON.stringify(claims);
  const twice = (name: string, insert: string): void =>
    add(name, compact(header, text.replace(/^\{/, `{${insert},`), signed));
  twice('sub twice', '"sub":"rita"');
  twice('groups twice', '"groups":["data-owners"]');
  twice('exp twice', `"exp":${now + 86_400}`);
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

  // The same token in another spelling.
  for (const [what, made] of [
    ['=', `${parts.good}=`],
    ['==', `${parts.good}==`],
    ['a space after', `${parts.good} `],
    ['a line end after', `${parts.good}\n`],
    ['a NUL after', `${parts.good}\0`],
    ['a space before', ` ${parts.good}`],
    ['a space inside', `${head}. ${body}.${signature}`],
    ['a dot more', `${parts.good}.`],
    ['five segments', `${parts.good}..`],
    ['two segments', `${head}.${body}`],
    ['"Bearer" before', `Bearer ${parts.good}`],
    ['padding in the header', `${head}=.${body}.${signature}`],
    ['a comma and the token again', `${parts.good},${parts.good}`],
    ['percent coding', parts.good.replace('.', '%2E')],
    ['upper case', parts.good.toUpperCase()],
    ['JSON serialization', JSON.stringify({ protected: head, payload: body, signature })],
    ['nothing at all', ''],
    ['dots alone', '..'],
  ] as const) {
    add(`spelling: ${what}`, made);
  }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) ?? '');
  add('spelling: unused bits of the signature set', parts.good.slice(0, -1) + alphabet[last ^ 1]);
  let dashed = parts.good;
  while (!/[-_]/.test(dashed.split('.')[2] ?? '')) dashed = compact(header, claims, signed);
  add(
    'spelling: + and / instead of - and _',
    dashed.replace(/[^.]*$/, (text) => text.replaceAll('-', '+').replaceAll('_', '/')),
  );

  // Other tokens of ours and of others.
  add('our id token', parts.idToken);
  add('our refresh token', parts.refreshToken);
  const ours = { ...claims };
  add('the trusted issuer’s key, our issuer', await parts.ci.sign(ours));
  add('the trusted issuer’s key under our kid', await parts.ci.sign(ours, { kid: parts.ownKey.kid }));
  add('the sign-in provider’s key, our issuer', await parts.people.sign(ours));
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
  add('workload: our key', compact(header, workload, signed));
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
  for (const name of ['sub', 'exp', 'iat', 'aud'] as const) {
    const { [name]: _left, ...rest } = workload;
    add(`workload: no ${name}`, await parts.ci.sign(rest));
  }
  return forged;
}
