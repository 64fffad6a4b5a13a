/** Words before a number that say that it is a telephone number, in the bytes that they have in UTF-8. */
const positive =
  'phone telephone smartphone handphone tel telefon téléphone telefono teléfono telefone puhelin telefoon handy mobile mobil móvil ' +
  'movil celular cellulare cell gsm fax whatsapp viber sms call calls dial ring reach text hotline helpline landline ' +
  'rufnummer durchwahl numéro cel ligne portable komórka тел телефон моб τηλ κινητό هاتف جوال फ़ोन मोबाइल 电话 電話 手机 手機 携帯 전화 휴대폰 ☎ 📞 📱';

/** Words that say that it is something else. */
const negative =
  'order invoice ref reference no nr id ids account acct acc case ticket amount total sum usd eur gbp chf part sku batch serial ' +
  'version policy claim population isbn issn tracking contract customer code transaction receipt meter article item rev build ' +
  'bestellung rechnung kunde vertrag commande facture pedido factura ordine';

/** Longest piece before a number that is looked at. */
const reach = 40;

const escaped = (words: string): string =>
  words
    .split(' ')
    .map((word) => Buffer.from(word).toString('latin1').toLowerCase())
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');

// Words of other scripts are followed by anything: their bytes are no letters here.
const cue = new RegExp(`(?<![a-z])(?:(${escaped(positive)})|(?:${escaped(negative)}))(?![a-z])|[#$€£§]`, 'g');

/** What the text before a number says of it: 1 a telephone number, -1 something else, 0 nothing. The nearest word counts. */
export function announced(bytes: Buffer, at: number, start: number): -1 | 0 | 1 {
  const before = bytes.toString('latin1', Math.max(start, at - reach), at).toLowerCase();
  let said: -1 | 0 | 1 = 0;
  for (const match of before.matchAll(cue)) said = match[1] === undefined ? -1 : 1;
  return said;
}
