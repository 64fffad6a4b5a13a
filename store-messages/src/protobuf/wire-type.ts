/** How a value lies on the wire (https://protobuf.dev/programming-guides/encoding). Groups are not read. */
export const wireType = { varint: 0, eight: 1, counted: 2, four: 5 } as const;
