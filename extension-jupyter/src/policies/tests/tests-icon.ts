import { LabIcon } from '@jupyterlab/ui-components';

/** A flask. */
export const testsIcon = new LabIcon({
  name: 'vectorgate:tests',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd"
    d="M8 2v2h1v5.200L3.600 18.500A2.300 2.300 0 0 0 5.600 22h12.800a2.300 2.300 0 0 0 2-3.500L15 9.200V4h1V2zm3 2h2v5.800l2.400 4.200H8.600L11 9.800zm-3.500 12h9l2.200 3.800a.1.100 0 0 1-.1.200H5.400a.1.100 0 0 1-.1-.200z"/>
</svg>`,
});
