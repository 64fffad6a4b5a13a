import type { AnalysisReport } from '@vectorgate/policy-schema/analyse';
import type { PublishForm } from '../publish/publish-form.ts';

/** Where an analysis is. */
export type ReportState =
  | {
      readonly is: 'running';
      readonly requests: number | undefined;
      readonly isStopping: boolean;
      /** What is being done; absent: comparing. */
      readonly what?: string;
    }
  /** `publish`: it is asked whether what was compared is to be put in force. `weigh`: what has it weighed, as its button says. */
  | {
      readonly is: 'done';
      readonly report: AnalysisReport;
      readonly publish?: PublishForm;
      readonly weigh?: { readonly label: string; readonly press: () => void } | undefined;
    }
  /** What keeps it from being done, line by line. */
  | { readonly is: 'trouble'; readonly text: string };
