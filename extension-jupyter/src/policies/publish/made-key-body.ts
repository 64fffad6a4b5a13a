import { Widget } from '@lumino/widgets';
import { html, render } from 'lit';

/** Says where a key lies that was made, and what is to be done with its public half. */
export function madeKeyBody(file: string, line: string): Widget {
  const body = new Widget();
  body.addClass('vg-made-key');
  render(
    html`<p>It is in ${file}. Have its public half listed under policy.publishers.keys in the gateway’s vectorgate.yaml, then publish again:</p>
      <code>${line}</code>`,
    body.node,
  );
  return body;
}
