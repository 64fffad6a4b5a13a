import { LabIcon } from '@jupyterlab/ui-components';

/** A shield with a doorway. */
export const gateIcon = new LabIcon({
  name: 'vectorgate:gate',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd"
    d="M12 2 4 5v6c0 5.1 3.4 9.6 8 11 4.600-1.400 8-5.900 8-11V5l-8-3zm0 2.140 6 2.250V11c0 3.700-2.200 7-5 8.500V12h-2v7.500c-2.800-1.500-5-4.800-5-8.500V6.390l6-2.250z"/>
</svg>`,
});
