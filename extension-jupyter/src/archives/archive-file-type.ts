import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { gateIcon } from '../icon.ts';

/** Archives of recorded sessions are files of their own in the file browser. */
export const archiveFileType: Partial<DocumentRegistry.IFileType> = {
  name: 'vectorgate-archive',
  displayName: 'Recorded sessions (VectorGate)',
  extensions: ['.vgsession'],
  mimeTypes: ['application/vnd.vectorgate.session'],
  contentType: 'file',
  fileFormat: 'base64',
  icon: gateIcon,
};
