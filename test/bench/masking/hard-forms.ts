import { gzipSync } from 'node:zlib';

/** A way of writing a value so that a simple search does not find it. */
export interface HardForm {
  readonly name: string;
  /** The text in which the value stands, and the piece of it that tells the value. */
  write(value: string): { readonly text: string; readonly secret: string };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const each = (value: string, write: (character: string) => string): string => [...value].map(write).join('');
const hex = (character: string): string => character.codePointAt(0)!.toString(16);
const bytes = (value: string, write: (byte: string) => string): string =>
  [...Buffer.from(value)].map((byte) => write(byte.toString(16).toUpperCase().padStart(2, '0'))).join('');
const digitsAt = (value: string, zero: number): string =>
  value.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const middle = (value: string, put: string): string => {
  const at = Math.floor(value.length / 2);
  return value.slice(0, at) + put + value.slice(at);
};
const sentence = (value: string): string => `Please note that ${value} is confidential.`;
const within = (name: string, write: (value: string) => string): HardForm => ({
  name,
  write: (value) => {
    const secret = write(value);
    return { text: sentence(secret), secret };
  },
});
const around = (name: string, write: (text: string) => string): HardForm => ({
  name,
  write: (value) => {
    const secret = write(sentence(value));
    return { text: `attachment: ${secret} (end)`, secret };
  },
});

/** All of them; the last few are not to be found in linear time without guessing, and are shown as what they are. */
export const hardForms: readonly HardForm[] = [
  within('JSON escapes, twice', (v) => each(v, (c) => `\\u${hex(c).padStart(4, '0')}`)),
  within('HTML references, decimal', (v) => each(v, (c) => `&#${c.codePointAt(0)};`)),
  within('HTML references, hexadecimal', (v) => each(v, (c) => `&#x${hex(c)};`)),
  within('HTML references, escaped again', (v) =>
    each(v, (c) => (/[A-Za-z]/.test(c) ? c : `&amp;#${c.codePointAt(0)};`)),
  ),
  within('percent-encoding', (v) => bytes(v, (b) => `%${b}`)),
  within('percent-encoding, twice', (v) => bytes(v, (b) => `%25${b}`)),
  within('quoted-printable', (v) => bytes(v, (b) => `=${b}`)),
  within('quoted-printable, broken line', (v) => middle(v, '=\r\n')),
  within('characters without width', (v) => [...v].join('\u200b')),
  within('soft hyphens', (v) => [...v].join('\u00ad')),
  within('directional marks', (v) => `\u202e${middle(v, '\u202c\u2066')}`),
  within('full width', (v) =>
    each(v, (c) => (c > ' ' && c <= '~' ? String.fromCodePoint(c.codePointAt(0)! + 0xfee0) : c)),
  ),
  within('Arabic-Indic digits', (v) => digitsAt(v, 0x660)),
  within('Devanagari digits', (v) => digitsAt(v, 0x966)),
  within('mathematical digits', (v) => digitsAt(v, 0x1d7ce)),
  within('struck through', (v) => each(v, (c) => (/\d/.test(c) ? `${c}\u0336` : c))),
  within('inline markup', (v) => middle(v, '</b><i class="x">')),
  within('HTML comment', (v) => middle(v, '<!-- x -->')),
  within('Markdown emphasis', (v) => `**${middle(v, '**')}`),
  within('non-breaking spaces', (v) => v.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011')),
  around('Base64 of the text', base64),
  around('Base64url of the text', (t) => Buffer.from(t).toString('base64url')),
  around('Base64 in lines of mail', (t) => base64(`${t} ${t}`).replace(/.{76}(?=.)/g, '$&\r\n')),
  around('Base64, twice', (t) => base64(base64(t))),
  around('Base64 of UTF-16', (t) => Buffer.from(t, 'utf16le').toString('base64')),
  around('hexadecimal digits', (t) => Buffer.from(t).toString('hex')),
  {
    name: 'Base64 as the whole value',
    write: (v) => ({ text: base64(sentence(v)), secret: base64(sentence(v)) }),
  },
  within('line break inside', (v) => middle(v, '\n')),
  within('spaces between all characters', (v) => [...v].join(' ')),
  around('gzip in Base64', (t) => gzipSync(t).toString('base64')),
  within('ROT13', (v) =>
    v.replace(/[a-z]/gi, (c) =>
      String.fromCharCode((((c.charCodeAt(0) & 31) + 12) % 26) + (c.charCodeAt(0) & 96) + 1),
    ),
  ),
  within('backwards', (v) => [...v].reverse().join('')),
];

/** A value of every class. */
export const hardValues = {
  email: 'gaetano.damico@example.io',
  phone: '+41 79 123 45 67',
  'credit-card': '4111 1111 1111 1111',
  iban: 'CH93 0076 2011 6238 5295 7',
  'us-ssn': '219-09-9999',
  ip: '203.0.113.77',
  'person-name': 'Gaetano Bevilacqua',
  'street-address': '14 Larkspur Drive',
} as const;
