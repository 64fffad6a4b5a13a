/** Records of one chunk, as a power of two: the place of a record in the log leads to its chunk. */
export const chunkBits = 14;
export const chunkPlaces = 1 << chunkBits;
export const chunkOf = (record: number): number => Math.floor(record / chunkPlaces);
export const placeOf = (record: number): number => record % chunkPlaces;
