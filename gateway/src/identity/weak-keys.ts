import type { JWK } from 'jose';

/** Primes under which the modulus of a ROCA key (CVE-2017-15361) is always a power of 65537. */
const rocaPrimes = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

const powersOf65537 = (prime: number): ReadonlySet<number> => {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * (65_537 % prime)) % prime) powers.add(power);
  return powers;
};
const rocaMarks = rocaPrimes.map((prime) => ({ prime: BigInt(prime), powers: powersOf65537(prime) }));

const integer = (coded: string | undefined): bigint | undefined => {
  const hex = Buffer.from(coded ?? '', 'base64url').toString('hex');
  return hex === '' ? undefined : BigInt(`0x${hex}`);
};

/** Whether a public key of an issuer may verify tokens: meant for signatures, of a known kind, not known to be weak. */
export function isUsableKey(jwk: JWK): boolean {
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  if (jwk.key_ops !== undefined && !jwk.key_ops.includes('verify')) return false;
  if (typeof jwk.kid !== 'string' || jwk.kid === '') return false;
  switch (jwk.kty) {
    case 'EC':
      return jwk.crv === 'P-256' || jwk.crv === 'P-384';
    case 'OKP':
      return jwk.crv === 'Ed25519';
    case 'RSA': {
      const modulus = integer(jwk.n);
      const exponent = integer(jwk.e);
      if (modulus === undefined || exponent === undefined) return false;
      if (modulus >> 2047n === 0n || modulus >> 8192n !== 0n) return false;
      if (exponent < 3n || exponent % 2n === 0n || exponent >> 64n !== 0n) return false;
      return !rocaMarks.every(({ prime, powers }) => powers.has(Number(modulus % prime)));
    }
    default:
      return false;
  }
}
