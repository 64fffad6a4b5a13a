import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import { troubleOf } from '../errors/trouble.ts';
import type { ExportOf, ReplayHost } from '../host/replay-host.ts';
import { themeSheet } from '../theme/theme-sheet.ts';

/** An element that has a host: it takes on the host's theme, copies for what is inside of it, and speaks. */
export abstract class ReplayElement extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    spoken: { state: true },
  };

  /** Where everything comes from; nothing shows before it is set. */
  declare host: ReplayHost | undefined;
  /** What a screen reader says next. */
  declare protected spoken: string;
  #endTheme: (() => void) | undefined;
  #sheet: CSSStyleSheet | undefined;

  constructor() {
    super();
    this.spoken = '';
    this.addEventListener('vg-copy', (event) => {
      if (!(event instanceof CustomEvent) || this.host === undefined) return;
      event.stopPropagation();
      void this.copy(String(event.detail.text), String(event.detail.what));
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#followTheme();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endTheme?.();
    this.#endTheme = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('host')) {
      this.#followTheme();
      if (this.host !== undefined) this.hostChanged(this.host);
    }
  }

  /** Is called when another host is set. */
  protected hostChanged(_host: ReplayHost): void {}

  /** Copies a text, and tells that it did, or why not. */
  protected async copy(text: string, what: string): Promise<void> {
    try {
      await this.host?.copy(text);
      this.say(`${what} copied.`);
    } catch {
      this.say(`${what} was not copied: the editor did not let it. Select it and copy it by the keyboard.`);
    }
  }

  /** Has records taken away, and says why they were not. */
  protected async export(of: ExportOf): Promise<void> {
    try {
      await this.host?.exportRecords?.(of);
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      this.say(`Nothing was exported. ${message} ${remedy}`);
    }
  }

  /** Says something to screen readers, and shows it for those who see. */
  protected say(text: string): void {
    this.spoken = text;
  }

  #followTheme(): void {
    this.#endTheme?.();
    this.#endTheme = undefined;
    const { host } = this;
    if (host === undefined) return;
    this.#wear(themeSheet(host.theme));
    this.#endTheme = host.onThemeChange?.((theme) => this.#wear(themeSheet(theme)));
  }

  #wear(sheet: CSSStyleSheet): void {
    const root = this.renderRoot ?? this.shadowRoot;
    if (!(root instanceof ShadowRoot)) {
      // Before the first drawing there is no root yet; it comes with the update that is due.
      void this.updateComplete.then(() => this.#wear(sheet));
      return;
    }
    const others = root.adoptedStyleSheets.filter((one) => one !== this.#sheet && one !== sheet);
    this.#sheet = sheet;
    root.adoptedStyleSheets = [...others, sheet];
  }
}
