// Preloaded into a gateway: it kills itself (SIGKILL) at the n-th write to, or sync of, the record log, before it or
// once it is done and before anybody is told. Armed by the file VECTORGATE_TEST_KILL_AT: {"op","when","nth"}.
import fs, { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const file = process.env.VECTORGATE_TEST_KILL_AT;
let armed = '';
let counted = 0;

const isLog = (descriptor) => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`).endsWith('.segment');
  } catch {
    return false;
  }
};

/** The order that this call fulfils, if any. */
function due(op, descriptor) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text === '') return undefined;
  if (text !== armed) {
    armed = text;
    counted = 0;
  }
  const order = JSON.parse(text);
  if (order.op !== op || !isLog(descriptor)) return undefined;
  counted += 1;
  return counted === order.nth ? order.when : undefined;
}

const die = () => process.kill(process.pid, 'SIGKILL');

for (const [name, op] of [
  ['write', 'write'],
  ['writev', 'write'],
  ['fdatasync', 'sync'],
  ['fsync', 'sync'],
]) {
  const real = fs[name];
  fs[name] = (descriptor, ...rest) => {
    const when = due(op, descriptor);
    if (when === 'before') die();
    const done = rest.pop();
    real(descriptor, ...rest, when === 'after' ? die : done);
  };
  const realSync = fs[`${name}Sync`];
  fs[`${name}Sync`] = (descriptor, ...rest) => {
    const when = due(op, descriptor);
    if (when === 'before') die();
    const result = realSync(descriptor, ...rest);
    if (when === 'after') die();
    return result;
  };
}
syncBuiltinESMExports();
