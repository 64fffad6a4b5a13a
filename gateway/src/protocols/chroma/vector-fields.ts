/** Fields of requests that hold vectors: lists of numbers, or texts in base64 of 32-bit floats. */
export const vectorFields: ReadonlySet<string> = new Set(['embeddings', 'query_embeddings']);
