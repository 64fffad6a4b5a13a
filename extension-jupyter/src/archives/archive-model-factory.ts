import { Base64ModelFactory } from '@jupyterlab/docregistry';

/**
 * The document of an archive holds nothing of it: as base64 within JSON, 100 MB would be in memory three times before
 * anything shows. The view reads the bytes themselves.
 */
export class ArchiveModelFactory extends Base64ModelFactory {
  static readonly modelName = 'vectorgate-archive';

  override get name(): string {
    return ArchiveModelFactory.modelName;
  }

  // JupyterLab's own types have a text here; its context takes null for "do not read the content".
  override get fileFormat(): never {
    return null as never;
  }
}
