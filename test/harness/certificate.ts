import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** An X.509 certificate that is made for a test, with its key. */
export interface TestCertificate {
  readonly name: string;
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128
      ? [tag, length]
      : length < 256
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Uint8Array): Buffer => der(0x04, content);

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(name)))));
const time = (date: Date): Buffer =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

/** Basic constraints, and the names of loopback (RFC 5280 sections 4.2.1.9 and 4.2.1.6). */
const extensions = (authority: boolean): Buffer =>
  der(
    0xa3,
    sequence(
      sequence(
        identifier('551d13'),
        der(0x01, Buffer.from([0xff])),
        octets(sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : []))),
      ),
      sequence(
        identifier('551d11'),
        octets(sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
      ),
    ),
  );

const pem = (content: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(content).toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;

/**
 * Makes a certificate for loopback (P-256). Without `issuer` it is an authority that signs itself. It is valid from a
 * day before the earlier of now and its end, until `ends`.
 */
export function makeCertificate(
  name: string,
  { issuer, ends = new Date(Date.now() + 30 * 86_400_000) }: { issuer?: TestCertificate; ends?: Date } = {},
): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own: KeyObject | string = issuer?.key ?? privateKey;
  const begins = new Date(Math.min(Date.now(), ends.getTime()) - 86_400_000);
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    commonName(issuer?.name ?? name),
    sequence(time(begins), time(ends)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(issuer === undefined),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, own));
  return {
    name,
    cert: pem(sequence(content, ecdsaWithSha256, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
