import { html, type TemplateResult } from 'lit';

/** What is said to whoever chose the session that is open. */
export const openOneText = 'That session is the open one. Choose another.';

/** Above the list while a press in it chooses the session to compare with; `choseOpen`: it was the open one. */
export const choosingView = (choseOpen: boolean, cancel: () => void): TemplateResult => html`
  <div class="row choosing"><span class="grow">${choseOpen ? openOneText : 'Choose the session to compare the open one with.'}</span>
    <button type="button" title="Compare with none (Escape)" @click=${cancel}>cancel</button></div>`;
