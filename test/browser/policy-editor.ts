import type { Locator, Page } from 'playwright-core';

/** A policy in JupyterLab's text editor, used by keys. */
export class PolicyEditor {
  readonly page: Page;
  readonly node: Locator;

  constructor(page: Page) {
    this.page = page;
    this.node = page.locator('.lm-DockPanel-widget:not(.lm-mod-hidden) .vg-PolicyEditor');
  }

  /** The first place that is underlined. */
  mark(kind: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.node.locator(`.cm-lintRange-${kind}`).first();
  }

  line(text: string): Locator {
    return this.node.locator('.cm-line', { hasText: text }).first();
  }

  /** A line above the text. */
  lens(text: string | RegExp): Locator {
    return this.node.locator('.vg-policy-lens', { hasText: text }).first();
  }

  /** An entry of the list of completions, by its whole label. */
  option(label: string): Locator {
    return this.page
      .locator('.vg-PolicyCompleter > ul > li')
      .filter({ has: this.page.locator('.cm-completionLabel', { hasText: new RegExp(`^${label}$`) }) });
  }

  /** Puts the cursor at the end of the word, where it stands first. */
  async goTo(word: string): Promise<void> {
    await this.node.locator('.cm-content').focus();
    await this.page.keyboard.press('Control+Home');
    const lines = await this.node.locator('.cm-line').allInnerTexts();
    const index = lines.findIndex((line) => line.includes(word));
    if (index < 0) throw new Error(`the policy has no ${word}:\n${lines.join('\n')}`);
    for (let down = 0; down < index; down++) await this.page.keyboard.press('ArrowDown');
    const column = (lines[index] ?? '').indexOf(word) + word.length;
    for (let right = 0; right < column; right++) await this.page.keyboard.press('ArrowRight');
  }

  /** Puts the mouse on a word, where it stands first. */
  async hover(word: string): Promise<void> {
    const place = await this.line(word).evaluate((line, text: string) => {
      const { document, NodeFilter } = line.ownerDocument.defaultView;
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at: number = node.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      return undefined;
    }, word);
    if (place === undefined) throw new Error(`${word} stands in no one piece of its line`);
    await this.page.mouse.move(place.x, place.y);
  }

  /** What is written. */
  async text(): Promise<string> {
    return (await this.node.locator('.cm-line').allInnerTexts()).join('\n');
  }
}
