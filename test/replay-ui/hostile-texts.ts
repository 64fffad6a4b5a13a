const esc = String.fromCharCode(27);
const rightToLeft = String.fromCharCode(0x202e);
const isolate = String.fromCharCode(0x2066);

/** Documents that would do harm if a view took them for more than text. The first word tells what must not come true. */
export const hostileTexts = {
  html: `<img src=x onerror="globalThis.harmed='html'"><script>globalThis.harmed='script'</script><style>*{display:none}</style><a href="javascript:globalThis.harmed='link'">press me</a>`,
  ansi: `${esc}[31mred${esc}[0m ${esc}]0;title${String.fromCharCode(7)} ${esc}[2J`,
  bidi: `invoice_${rightToLeft}fdp.exe ${isolate}hidden`,
  controls: `nul ${String.fromCharCode(0)} backspace ${String.fromCharCode(8)} zero${String.fromCharCode(0x200b)}width soft${String.fromCharCode(0xad)}hyphen`,
  long: `a very long word ${'x'.repeat(20_000)} and its end`,
} as const;
