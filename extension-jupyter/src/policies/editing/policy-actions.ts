export { completeHere } from './complete-here.ts';
export { explainHere } from './explain-here.ts';
export { fixHere } from './fix-here.ts';
export { formatAll } from './format-all.ts';
export { renameHere } from './rename-here.ts';
export { testsHere } from './test-marks.ts';
