const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Kinds of street that stand behind the name. */
export const streetEnds = words(
  'street st avenue ave av road rd lane ln boulevard blvd drive dr court ct way place pl square sq terrace terr crescent cres close grove ' +
    'highway hwy parkway pkwy alley row mews walk circle cir trail trl plaza quay embankment esplanade gardens hill rise view path pike ' +
    'turnpike route gate wharf bypass loop broadway promenade nagar marg chowk',
);

/** Kinds of street that stand behind the name, with the number behind them. */
export const numberedEnds = words(
  'utca út útja tér körút caddesi cad cd sokak sokağı sk bulvarı iela tänav gatvė straße strasse chaussee allee platz weg gasse',
);

/** Of these, those that are ordinary words: the name before them must have a number in front. */
export const weakEnds = words(
  'place way court drive close grove row walk circle trail gardens hill rise view path gate loop route st dr pl plaza marg square',
);

/** Kinds of street that stand before the name. */
export const streetBeginnings = words(
  'rue avenue boulevard bd chemin quai impasse allée allee cours place square calle avenida avda av plaza paseo carrer carretera camino ' +
    'callejón ronda via viale piazza piazzale corso vicolo largo strada rua travessa praça alameda estrada ulica ul aleja al plac os ' +
    'улица ул проспект пр переулок пер бульвар jalan jl jln strada bulevardul calea rruga odos leoforos',
);

/** Of these, those that say something else in English or begin many other things: a number must stand behind or in front. */
export const weakBeginnings = words(
  'avenue boulevard place square al os av via cours place largo strada corso ronda plaza camino pr jl ul',
);

/** Ends of words that name a street in Germanic languages, Finnish and Hungarian. */
export const streetSuffix =
  /(?:stra(?:ß|ss)e|str|gasse|weg|platz|allee|ring|ufer|damm|steig|graben|chaussee|hof|markt|laan|straat|plein|gracht|kade|dijk|singel|gatan|gata|vägen|veien|vegen|vej|gade|stræde|katu|tie)$/iu;

/** Of these, those that end other words as well: a number must stand behind. */
export const weakSuffix = /(?:weg|ring|hof|markt|tie|steig|graben|str|platz|damm|ufer|singel|gata)$/iu;

/** Parts of a building. */
export const units = words(
  'bus plot lot apt apartment suite ste unit flat floor fl room rm no nr building bldg block level door piso planta puerta étage appartement appt bât ' +
    'stock etage wohnung scala interno bis ter lokal m byt app',
);

/** Boxes at a post office, by their last word. */
export const postBox = /^(?:postfach|apartado|postbus|boîte|casella|skrytka|postboks|box|pobox)$/u;

/** Directions that stand before or behind the name of a street. */
export const directions = words('n s e w ne nw se sw north south east west upper lower old new');

/** Numbers of streets and houses in words. */
export const numberWords = words(
  'one two three first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth',
);

/** Abbreviations of states and provinces that stand before a postal code. */
export const states = words(
  'al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va ' +
    'wa wv wi wy dc ab bc mb nb nl ns on pe qc sk nsw vic qld tas act nt sp rj mg rs pr ba',
);
