import { createPrivateKey } from 'node:crypto';
import type { ForgedToken, ForgeryParts } from './forged-tokens.ts';
import { compact, decode, ecdsa } from './forging.ts';

/** A token that counts, in other spellings: who keeps lists of tokens by their text must meet each in one form alone. */
export async function respelledTokens(parts: ForgeryParts): Promise<readonly ForgedToken[]> {
  const forged: ForgedToken[] = [];
  const add = (name: string, token: string): void => {
    forged.push({ name, token });
  };
  const [head = '', body = '', signature = ''] = parts.good.split('.');
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
    ['padding in the payload', `${head}.${body}=.${signature}`],
    ['padding everywhere', `${head}==.${body}==.${signature}==`],
    ['a tab after', `${parts.good}\t`],
    ['a form feed after', `${parts.good}\f`],
    ['a no-break space after', `${parts.good}\u00a0`],
    ['a byte order mark before', `\u00ef\u00bb\u00bf${parts.good}`],
    ['a dot before', `.${parts.good}`],
    ['the payload left out', `${head}..${signature}`],
    ['the header left out', `.${body}.${signature}`],
    ['header and payload exchanged', `${body}.${head}.${signature}`],
    ['the payload twice', `${head}.${body}.${body}.${signature}`],
    ['its first letter left out', parts.good.slice(1)],
    ['quotes around', `"${parts.good}"`],
    ['angle brackets around', `<${parts.good}>`],
    ['a semicolon and more', `${parts.good};x`],
    ['a quoted-printable end', `${parts.good}=3D`],
    ['a percent-coded letter', `%65${parts.good.slice(1)}`],
    ['coded once more', Buffer.from(parts.good).toString('base64url')],
    ['as hexadecimal', Buffer.from(parts.good).toString('hex')],
    ['backwards', [...parts.good].reverse().join('')],
    ['nothing at all', ''],
    ['dots alone', '..'],
  ] as const) {
    add(`spelling: ${what}`, made);
  }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) ?? '');
  add('spelling: unused bits of the signature set', parts.good.slice(0, -1) + alphabet[last ^ 1]);
  let dashed = parts.good;
  while (!/[-_]/.test(dashed.split('.')[2] ?? ''))
    dashed = compact(
      decode(head),
      decode(body),
      ecdsa(createPrivateKey({ key: { ...parts.ownKey }, format: 'jwk' })),
    );
  add(
    'spelling: + and / instead of - and _',
    dashed.replace(/[^.]*$/, (text) => text.replaceAll('-', '+').replaceAll('_', '/')),
  );
  return forged;
}
