/** One line of a view, in words of nobody's API. */
export interface ViewNode {
  /** Stable while the thing it stands for lasts, so that a redraw keeps what is open and where the focus is. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Markdown; names in it are escaped. */
  readonly tooltip?: string;
  readonly icon?: string;
  /** Id of a colour of the theme, for the icon. */
  readonly colour?: string;
  /** What menus go by. */
  readonly context?: string;
  /** What a screen reader says in place of label and description. */
  readonly spoken?: string;
  readonly command?: {
    readonly name: string;
    readonly title: string;
    readonly args: readonly unknown[];
  };
  /** What inline commands are given. */
  readonly subject?: string;
  readonly children?: readonly ViewNode[];
  /** Its children are asked for when somebody opens it. */
  readonly lazy?: boolean;
  readonly open?: boolean;
}
