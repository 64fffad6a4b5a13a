// The process that keeps a sign-in: started by `vectorgate login`, which hands it the tokens on standard input.
import { text as readAll } from 'node:stream/consumers';
import { isRecord, text } from '../api/read-json.ts';
import { keptSession } from '../keyring/kept-session.ts';
import { Keyring } from '../keyring/keyring.ts';
import { isBindingKey } from '../sign-in/binding-key.ts';
import { oauthClient } from '../sign-in/oauth-client.ts';
import type { HeldTokens } from './held-tokens.ts';
import { keep } from './keep.ts';
import type { KeptIn } from './keeper-messages.ts';
import { Session } from './session.ts';
import { socketPath } from './socket-path.ts';

const handed: unknown = JSON.parse(await readAll(process.stdin));
if (!isRecord(handed) || typeof handed.expires !== 'number' || !isBindingKey(handed.key))
  throw new TypeError('the keeper was handed nothing to keep');
const tokens: HeldTokens = {
  issuer: text(handed.issuer),
  clientId: text(handed.clientId),
  accessToken: text(handed.accessToken),
  refreshToken: text(handed.refreshToken),
  key: handed.key,
  expires: handed.expires,
};
const controlUrl = text(handed.controlUrl);
const keyring = new Keyring(controlUrl);
const session = new Session(await oauthClient(tokens), tokens);
const kept: KeptIn = (await keyring.keep(tokens)) ? 'keyring' : 'memory';
await keep(keptSession(session, keyring), await socketPath(controlUrl), () =>
  process.stdout.write(`${kept}\n`),
);
