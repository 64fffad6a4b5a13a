// Loaded before a program: whatever would connect ends it, so that it shows what it does without a network.
import dns from 'node:dns';
import net from 'node:net';

const refuse = (what) => () => {
  process.stderr.write(`${what} was used: there is no network here.\n`);
  process.exit(70);
};
net.Socket.prototype.connect = refuse('a socket');
dns.lookup = refuse('a name server');
globalThis.fetch = refuse('fetch');
