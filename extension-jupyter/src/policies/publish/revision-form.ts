import { Widget } from '@lumino/widgets';
import type { ToldChange } from '@vectorgate/client/policies-in-page';
import { html, render } from 'lit';

const wordsOf = ({ revision, commit, by, author, note, time }: ToldChange): string =>
  [`revision ${revision}`, commit && `commit ${commit}`, by || author, note, new Date(time).toLocaleString()]
    .filter(Boolean)
    .join(' · ');

/** Asks which policies are to be in force again. */
export class RevisionForm extends Widget {
  private chosen: ToldChange;

  /** @param before at least one, the latest first */
  constructor(before: readonly [ToldChange, ...ToldChange[]]) {
    super();
    [this.chosen] = before;
    this.addClass('vg-ChoiceForm');
    const choose = (event: Event): void => {
      const { selectedIndex } = event.target as HTMLSelectElement;
      this.chosen = before[selectedIndex] ?? this.chosen;
    };
    render(
      html`<label>Which policies are to be in force again
        <select class="jp-mod-styled" @change=${choose}>${before.map((change) => html`<option>${wordsOf(change)}</option>`)}</select></label>`,
      this.node,
    );
  }

  getValue(): ToldChange {
    return this.chosen;
  }
}
