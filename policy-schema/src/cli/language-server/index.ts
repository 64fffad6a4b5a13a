export { runLanguageServer } from './run-language-server.ts';
export { serve } from './serve.ts';
