import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { doctorLine } from './doctor-line.ts';

test('each shell gets words that it reads as they are', () => {
  assert.equal(doctorLine('/a b/python', '/c/doctor.py', '/bin/zsh'), "'/a b/python' '/c/doctor.py'");
  assert.equal(
    doctorLine('C:\\P y\\python.exe', "D:\\it's", 'C:\\w\\powershell.exe'),
    "& 'C:\\P y\\python.exe' 'D:\\it''s'",
  );
  assert.equal(
    doctorLine('C:\\python.exe', 'D:\\doctor.py', 'C:\\w\\cmd.exe'),
    '"C:\\python.exe" "D:\\doctor.py"',
  );
});

test('a real shell takes names with quotes, spaces and its own signs for what they are', () => {
  const strange = `it's "$HOME" \`x\` ;|&`;
  const said = execFileSync('sh', ['-c', doctorLine('printf', strange, '/bin/sh')], { encoding: 'utf8' });
  assert.equal(said, strange);
});
