import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';

/**
 * Runs a program on this terminal and waits for its end. An interrupt reaches it too (same process group);
 * this process stays until the program has cleaned up. @returns {Promise<number>} exit code
 */
export async function runVisibly(program, args, { cwd = root, env = process.env } = {}) {
  const child = spawn(program, args, { cwd, env, stdio: 'inherit' });
  const terminate = () => child.kill('SIGTERM');
  const wait = () => {};
  process.on('SIGINT', wait);
  process.on('SIGTERM', terminate);
  process.on('SIGHUP', terminate);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  } finally {
    process.off('SIGINT', wait);
    process.off('SIGTERM', terminate);
    process.off('SIGHUP', terminate);
  }
}
