/** What fields are called that hold the text of which a vector is made. */
const textual = /text|document|content|body|note|comment|description|message|summary/i;

/** Whether a mask hides something of a text: a field that is called so, or what detectors find. */
export const hidesText = (
  paths: readonly string[] | undefined,
  detectors: readonly string[] | undefined,
): boolean => detectors !== undefined || (paths ?? []).some((path) => textual.test(path));
