/** Words that YAML 1.1 readers beside us take for truth values, nothing or numbers. */
const trap =
  /^(y|yes|n|no|on|off|true|false|null|~|[-+]?(\d[\d_]*)(\.\d*)?([eE][-+]?\d+)?|0[xo][\da-fA-F]+|\d+(:[0-5]?\d)+|\.inf|\.nan)$/i;

/** Whether a text would read as something else, here or to another reader of YAML, without quotes. */
export const isTrap = (text: string): boolean => trap.test(text);

/** A text as a YAML scalar on one line: as it is where every reader takes it for itself, else in double quotes. */
export function plainText(text: string): string {
  const plain = /^[\p{L}\p{N}_$./][^\p{C}:#,[\]{}"'&*!|>%@`\\]*$/u.test(text) && text.trim() === text;
  return plain && !isTrap(text) ? text : JSON.stringify(text);
}
