import type { DrawDecision } from './refusal-output.ts';

/**
 * Has the decision drawn below the line of a `details` once somebody opens it, not with every notebook that is opened: a
 * look at somebody's record is itself recorded. What an earlier output had there is forgotten.
 */
export function drawWhenOpened(
  details: HTMLDetailsElement,
  line: HTMLElement,
  decision: string | undefined,
  draw: DrawDecision,
): void {
  details.replaceChildren(line);
  details.ontoggle = null;
  details.open = false;
  if (decision === undefined) return;
  const card = document.createElement('div');
  details.append(card);
  details.ontoggle = () => {
    if (!details.open) return;
    details.ontoggle = null;
    void draw(card, decision).catch(() => card.remove());
  };
}

/** The line of a `details`, with a sign that readers of the screen skip. */
export function lineOf(sign: string, text: string): HTMLElement {
  const line = document.createElement('summary');
  const before = document.createElement('span');
  before.setAttribute('aria-hidden', 'true');
  before.textContent = `${sign} `;
  line.append(before, text);
  return line;
}
