import { DemoError } from '../demo-error.ts';

/** Reads the address of a server: `http://HOST:PORT`. @throws DemoError for anything else */
export function readQdrantUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' || url.pathname !== '/' || url.search || url.hash || url.username)
    throw new DemoError(
      `"${text}" is not the address of a Qdrant server’s REST API.`,
      'Write it as http://HOST:PORT, for example --url http://127.0.0.1:6333.',
    );
  return url;
}
