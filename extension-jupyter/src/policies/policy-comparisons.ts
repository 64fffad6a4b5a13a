// All that is loaded with the first comparison of policies.
export { CompareLive } from './live/compare-live.ts';
export { PolicyPublishing } from './publish/publish-policies.ts';
export { PolicyReports } from './reports/policy-reports.ts';
