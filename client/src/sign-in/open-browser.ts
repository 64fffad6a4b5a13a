import { spawn } from 'node:child_process';

const opener = (): readonly string[] | undefined => {
  if (process.platform === 'darwin') return ['open'];
  if (process.env.BROWSER) return [process.env.BROWSER];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
};

/** Opens the address in the person's browser. @returns whether there was one to try */
export function openBrowser(url: string): Promise<boolean> {
  const [program, ...args] = opener() ?? [];
  if (program === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
