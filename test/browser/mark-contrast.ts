import type { Locator } from 'playwright-core';

/** Something drawn in an editor, and how far its colour stands out from what is behind it, as WCAG 2 counts: 1 to 21. */
export interface MarkContrast {
  readonly mark: string;
  readonly ratio: number;
}

type Pixel = readonly [number, number, number];

const luminance = (pixel: Pixel): number => {
  const [red, green, blue] = pixel.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/**
 * The underlines of all severities in a text editor, of what is needless too, and the words behind places that are drawn and stand
 * in no text. `editor` is CodeMirror's own element.
 */
export async function markContrasts(editor: Locator): Promise<readonly MarkContrast[]> {
  const seen: readonly { mark: string; behind: Pixel; shown: Pixel }[] = await editor.evaluate((root) => {
    const { document, getComputedStyle } = root.ownerDocument.defaultView;
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const paint = canvas.getContext('2d', { willReadFrequently: true });
    const painted = (colours: readonly string[], top?: string, opacity = 1): number[] => {
      paint.globalAlpha = 1;
      for (const colour of colours) {
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
      }
      if (top !== undefined) {
        paint.globalAlpha = opacity;
        paint.fillStyle = top;
        paint.fillRect(0, 0, 1, 1);
      }
      return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const around = (node: typeof root): { layers: string[]; opacity: number } => {
      const layers: string[] = [];
      let opacity = 1;
      for (let one = node; one !== null; one = one.parentElement) {
        const style = getComputedStyle(one);
        layers.unshift(style.backgroundColor);
        opacity *= Number(style.opacity);
      }
      return { layers: ['white', ...layers], opacity };
    };
    const found = (mark: string, node: typeof root, colour: string) => {
      const { layers, opacity } = around(node);
      return { mark, behind: painted(layers), shown: painted(layers, colour, opacity) };
    };
    const underlineOf = (node: typeof root): string => {
      const { textDecorationLine, textDecorationColor, backgroundImage } = getComputedStyle(node);
      if (textDecorationLine.includes('underline')) return textDecorationColor;
      return decodeURIComponent(/stroke="([^"]*)"/.exec(decodeURIComponent(backgroundImage))?.[1] ?? 'white');
    };
    const all: { mark: string; behind: number[]; shown: number[] }[] = [];
    for (const severity of ['error', 'warning', 'info', 'hint'])
      for (const also of ['', ' vg-policy-unnecessary']) {
        // Beside the text: the editor takes what is put into it for writing.
        const probe = document.createElement('span');
        probe.className = `cm-lintRange cm-lintRange-${severity}${also}`;
        root.append(probe);
        all.push(found(`${severity}${also}`, probe, underlineOf(probe)));
        probe.remove();
      }
    for (const hint of root.querySelectorAll('.vg-policy-hint'))
      all.push(found(hint.dataset.text, hint, getComputedStyle(hint, '::after').color));
    return all as never;
  });
  return seen.map(({ mark, behind, shown }) => {
    const [one, other] = [luminance(behind), luminance(shown)];
    return { mark, ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
  });
}
