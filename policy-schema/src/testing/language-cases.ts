/** One example of what the language does, as a Markdown file holds it. */
export interface LanguageCase {
  readonly title: string;
  /** What is around the document, in words; empty when it is as usual. */
  readonly around: string;
  readonly given: string;
  /** Policy files that are in force with it, as they are written: whole, or rules alone. */
  readonly beside: readonly { readonly path: string; readonly written: string }[];
  /** The action and its argument. */
  readonly when: string;
  readonly then: string;
  /** Offsets of the expected text in the Markdown file, for writing it anew. */
  readonly start: number;
  readonly end: number;
}

const form =
  /^## (?<title>.+)\n(?:(?!## )[^\n]*\n)*?Given(?: (?<around>.+))?\n```yaml\n(?<given>[\s\S]*?)```\n\n(?<others>(?:Beside .+\n```yaml\n[\s\S]*?```\n\n)*)When (?<when>.+)\n\nThen\n```\w*\n(?<then>[\s\S]*?)```$/gm;

const other = /^Beside (?<path>.+)\n```yaml\n(?<written>[\s\S]*?)```$/gm;

/** The examples of a Markdown file: a heading, Given (with what is around it), Beside with other files, When and Then. */
export const languageCases = (markdown: string): LanguageCase[] =>
  [...markdown.matchAll(form)].map(({ index, 0: all, groups = {} }) => {
    const { title = '', around = '', given = '', others = '', when = '', then = '' } = groups;
    const beside = [...others.matchAll(other)].map(({ groups: { path = '', written = '' } = {} }) => ({
      path,
      written,
    }));
    const end = index + all.length - 3;
    return { title, around, given, beside, when, then, start: end - then.length, end };
  });
