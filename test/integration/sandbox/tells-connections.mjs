// Loaded before a program of Node's: says so whenever it opens a connection.
import { subscribe } from 'node:diagnostics_channel';

subscribe('net.client.socket', () => process.stderr.write('a connection was opened\n'));
