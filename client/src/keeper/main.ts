// The process that keeps a sign-in: started by `vectorgate login`, which hands it the tokens on standard input.
import { text as readAll } from 'node:stream/consumers';
import { isRecord, text } from '../api/read-json.ts';
import { isBindingKey } from '../sign-in/binding-key.ts';
import { oauthClient } from '../sign-in/oauth-client.ts';
import type { HeldTokens } from './held-tokens.ts';
import { keep } from './keep.ts';
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
const session = new Session(await oauthClient(tokens), tokens);
await keep(session, await socketPath(text(handed.controlUrl)), () => process.stdout.write('ready\n'));
