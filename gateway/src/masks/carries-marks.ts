const marks =
  /«(?:redacted|email|phone|credit-card|iban|us-ssn|ip|person-name|place|street-address|hash:[0-9a-f]{16}|token:[0-9a-f]{32}|pattern:[a-z][a-z0-9-]{0,39})»|••/u;

/**
 * True when a text holds one of our marks: someone read masked text and would store it over the original. Partly
 * shown values hide at least two characters side by side; a single bullet is ordinary text.
 */
export function carriesMarks(text: string): boolean {
  return marks.test(text);
}
