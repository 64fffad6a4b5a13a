const esc = String.fromCharCode(27);
const rightToLeft = String.fromCharCode(0x202e);

/** A name that does harm where it is taken for more than text: markup and script, a terminal's colour, letters in reverse. */
export const hostileName = `<img src=x onerror="window.pwned=1;alert(1)"><script>window.pwned=2</script>${esc}[31m${rightToLeft}seman`;

/** What of it reads the same wherever it is shown. */
export const hostileWords = '<img src=x onerror="window.pwned=1;alert(1)">';
