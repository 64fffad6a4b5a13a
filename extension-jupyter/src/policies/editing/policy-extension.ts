import { autocompletion } from '@codemirror/autocomplete';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, tooltips } from '@codemirror/view';
import { liveLine } from '../live/live-line.ts';
import type { Look } from '../worker/policy-messages.ts';
import { completeSource, type PolicyOption, type ShowMarkdown } from './complete-source.ts';
import { conditionColours } from './condition-colours.ts';
import { coverageMarks } from './coverage-marks.ts';
import { explained } from './explained.ts';
import { hoverSource } from './hover-source.ts';
import { lensLines, type ShowRule, showRule } from './lens-lines.ts';
import { lookSoon } from './look-soon.ts';
import { placeHints } from './place-hints.ts';
import { policyKeys } from './policy-keys.ts';
import type { PolicyText } from './policy-text.ts';
import { type RunTests, testMarks } from './test-marks.ts';

/** All that an editor does for a policy. `told` hears of each look. */
export function policyExtension(
  text: PolicyText,
  show: ShowMarkdown,
  told: (look: Look) => void,
  runTests: RunTests,
  ofRule: ShowRule,
) {
  const looker = lookSoon(text, told);
  const extension: Extension = [
    policyKeys,
    looker,
    lintGutter(),
    testMarks(runTests),
    coverageMarks,
    liveLine,
    lensLines,
    showRule.of(ofRule),
    conditionColours,
    placeHints,
    explained,
    hoverTooltip(hoverSource(text, show), { hoverTime: 350 }),
    autocompletion({
      override: [completeSource(text, show)],
      icons: false,
      closeOnBlur: true,
      // What opens a bracket wants something in it.
      activateOnCompletion: (option) => (option as PolicyOption).opens,
      tooltipClass: () => 'vg-PolicyCompleter',
      optionClass: ({ type }) => `vg-mod-${type ?? 'word'}`,
    }),
    keymap.of(lintKeymap),
    // JupyterLab's panels cut off what reaches out of them.
    tooltips({ parent: document.body }),
    EditorView.editorAttributes.of({ class: 'vg-policy-text' }),
  ];
  return { extension, looker };
}
