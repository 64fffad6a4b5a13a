/** Names of the files under which a log's checkpoints and public keys lie in a place for those of many logs. */
export function publishedNames(origin: string): { readonly checkpoints: string; readonly keys: string } {
  const name = origin.replace(/[^A-Za-z0-9.-]/g, '-');
  return { checkpoints: `${name}.checkpoints`, keys: `${name}.keys` };
}
