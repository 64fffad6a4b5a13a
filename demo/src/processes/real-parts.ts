import { DemoError } from '../demo-error.ts';

const needed = (name: string, what: string): string => {
  const path = process.env[name];
  if (path === undefined || path === '')
    throw new DemoError(
      `${what} is not known: the environment variable ${name} is not set.`,
      'Start by npm (npm start, npm run smoke, npm test), which sets it.',
    );
  return path;
};

/** Path of the Python that has chromadb (server and client), JupyterLab and our extension. */
export const pythonProgram = (): string => needed('VECTORGATE_PYTHON', 'The Python environment');
