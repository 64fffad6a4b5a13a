import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ShowMarkdown } from './complete-source.ts';

const mimeType = 'text/markdown';

/** Shows Markdown as JupyterLab does; without its renderer as it is written. */
export const showMarkdown =
  (rendermime: IRenderMimeRegistry | null): ShowMarkdown =>
  async (markdown) => {
    const around = document.createElement('div');
    around.className = 'vg-policy-words';
    if (rendermime === null) around.textContent = markdown;
    else {
      const renderer = rendermime.createRenderer(mimeType);
      await renderer.renderModel(rendermime.createModel({ data: { [mimeType]: markdown } }));
      around.append(renderer.node);
    }
    return around;
  };
