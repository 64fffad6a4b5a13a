import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { LabIcon } from '@jupyterlab/ui-components';
import { testsIcon } from './tests/tests-icon.ts';

/** A page with the gate's shield on it. */
export const policyIcon = new LabIcon({
  name: 'vectorgate:policy',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16">
  <path class="jp-icon3" fill="#616161" d="M6 2a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h5v-2H6V4h7v5h5v2h2V8l-6-6z"/>
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd"
    d="m17 12-5 2v3.500c0 3 2.100 5.300 5 6.500 2.900-1.200 5-3.500 5-6.500V14zm0 2.100 3 1.250v2.150c0 1.700-1 3.100-2.200 4V18h-1.600v3.500c-1.200-.9-2.200-2.300-2.200-4v-2.150z"/>
</svg>`,
});

/** Policies are files of their own in the file browser, opened in the text editor. */
export const policyFileType: Partial<DocumentRegistry.IFileType> = {
  name: 'vectorgate-policy',
  displayName: 'VectorGate policy',
  extensions: ['.policy.yaml', '.policy.yml', '.policy.json'],
  mimeTypes: ['text/x-yaml'],
  contentType: 'file',
  fileFormat: 'text',
  icon: policyIcon,
};

/** Snapshots of what exists, too. */
export const catalogueFileType: Partial<DocumentRegistry.IFileType> = {
  ...policyFileType,
  name: 'vectorgate-catalogue',
  displayName: 'VectorGate catalogue',
  extensions: ['.catalogue.yaml', '.catalogue.yml', '.catalogue.json'],
};

/** Tests of policies, too. */
export const policyTestFileType: Partial<DocumentRegistry.IFileType> = {
  ...policyFileType,
  name: 'vectorgate-policy-test',
  displayName: 'VectorGate policy test',
  extensions: ['.policy-test.yaml', '.policy-test.yml', '.policy-test.json'],
  icon: testsIcon,
};
