// Reads "+PID" and "-PID" lines. The end of the input says that whoever started this program is gone: then the
// processes still named are ended with their groups, politely first. See end-with-us.ts.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const graceMilliseconds = 8_000;
const left = new Set();

/** Signals a group, or the process alone when it leads none. False when it is gone. */
function signal(pid, name) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name);
      return true;
    } catch (error) {
      if (error.code !== 'ESRCH') return true;
    }
  }
  return false;
}

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (!Number.isInteger(pid) || pid < 2) continue;
  if (line.startsWith('+')) left.add(pid);
  else left.delete(pid);
}

for (const pid of left) signal(pid, 'SIGTERM');
const end = Date.now() + graceMilliseconds;
while (left.size > 0 && Date.now() < end) {
  await pause(100);
  for (const pid of left) if (!signal(pid, 0)) left.delete(pid);
}
for (const pid of left) signal(pid, 'SIGKILL');
