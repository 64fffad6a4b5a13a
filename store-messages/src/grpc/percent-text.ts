/**
 * Writes a text as `grpc-message` holds it: UTF-8 with everything but printable ASCII, and the percent sign, as octets
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, Status-Message).
 */
export function writePercentText(text: string): string {
  if (/^[\x20-\x24\x26-\x7e]*$/.test(text)) return text;
  let written = '';
  for (const octet of Buffer.from(text)) {
    written +=
      octet >= 0x20 && octet <= 0x7e && octet !== 0x25
        ? String.fromCharCode(octet)
        : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return written;
}

/** Reads it back. What is no octet stays as it is, as the same page demands. */
export function readPercentText(written: string): string {
  if (!written.includes('%')) return written;
  const octets: number[] = [];
  const bytes = Buffer.from(written, 'latin1');
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 0x25 ? bytes.toString('latin1', i + 1, i + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      octets.push(Number.parseInt(hex, 16));
      i += 2;
    } else {
      octets.push(bytes[i]!);
    }
  }
  return Buffer.from(octets).toString();
}
