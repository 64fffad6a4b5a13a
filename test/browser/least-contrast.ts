import type { Locator } from 'playwright-core';

/** A text and how far its colour stands out from what is behind it, as WCAG 2 counts: 1 to 21. */
export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/** The least readable text within the element. What screen readers skip is decoration and not counted. */
export function leastContrast(element: Locator): Promise<Contrast> {
  return element.evaluate((root) => {
    const { document, getComputedStyle, NodeFilter } = root.ownerDocument.defaultView;
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const paint = canvas.getContext('2d', { willReadFrequently: true });
    // Painted one over the other, colours of any notation and transparency become what the eye sees.
    const seen = (colours: readonly string[]): number => {
      for (const colour of colours) {
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0]: number[] = [...paint.getImageData(0, 0, 1, 1).data].map(
        (part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        },
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    let least = { text: '', ratio: 21 };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.data.trim();
      const holder = node.parentElement;
      if (text === '' || holder.closest('[aria-hidden=true], .vg-visually-hidden, style') !== null) continue;
      const layers: string[] = [];
      for (let one = holder; one !== null; one = one.parentElement)
        layers.unshift(getComputedStyle(one).backgroundColor);
      const behind = seen(['white', ...layers]);
      const letters = seen([getComputedStyle(holder).color]);
      const ratio = (Math.max(behind, letters) + 0.05) / (Math.min(behind, letters) + 0.05);
      if (ratio < least.ratio) least = { text, ratio };
    }
    return least;
  });
}
