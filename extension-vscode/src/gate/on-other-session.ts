/**
 * Calls back once whoever was signed in is so no longer, here or at this gateway: what they were shown is nobody else's to
 * see.
 * @param key names the gateway and the sign-in there; undefined while nobody is signed in
 * @returns what ends the listening
 */
export function onOtherSession(
  model: { onDidChange(listener: () => void): () => void },
  key: () => string | undefined,
  other: () => void,
): () => void {
  let before = key();
  return model.onDidChange(() => {
    const now = key();
    if (now === before) return;
    const was = before;
    before = now;
    if (was !== undefined) other();
  });
}
