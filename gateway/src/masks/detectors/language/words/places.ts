/** Countries, and towns and regions that much is written about, in small letters: a hint among others. */
export const places: ReadonlySet<string> = new Set(
  (
    'afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh barbados ' +
    'belarus belgium belize benin bhutan bolivia botswana brazil brunei bulgaria burundi cambodia cameroon canada chad chile china ' +
    'colombia comoros congo croatia cuba cyprus czechia denmark djibouti dominica ecuador egypt eritrea estonia eswatini ethiopia fiji ' +
    'finland france gabon gambia georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india ' +
    'indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos latvia ' +
    'lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania ' +
    'mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal netherlands ' +
    'nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay peru philippines poland portugal qatar romania ' +
    'russia rwanda samoa senegal serbia seychelles singapore slovakia slovenia somalia spain sudan suriname sweden switzerland syria ' +
    'taiwan tajikistan tanzania thailand togo tonga tunisia türkiye turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu ' +
    'venezuela vietnam yemen zambia zimbabwe england scotland wales britain deutschland österreich schweiz suisse svizzera italia ' +
    'españa nederland sverige norge danmark suomi polska magyarország türkiye brasil ' +
    'aberdeen accra adelaide alabama alaska alberta alexandria algiers amsterdam ankara antwerp arizona arkansas athens atlanta auckland ' +
    'austin baghdad baku bali baltimore bangalore bangkok barcelona basel bavaria beijing beirut belfast belgrade bengaluru berlin bern ' +
    'bilbao birmingham bogotá bologna bombay bonn bordeaux boston bratislava bremen brisbane bristol brooklyn brussels bucharest ' +
    'budapest calcutta calgary california cambridge canberra cardiff casablanca catalonia charlotte chennai chicago cincinnati cleveland ' +
    'cologne colorado connecticut copenhagen cornwall cairo dakar dallas damascus delaware delhi denver detroit dhaka doha dortmund ' +
    'dresden dubai dublin durban düsseldorf edinburgh essex florence florida frankfurt galway geneva genoa glasgow gothenburg guangzhou ' +
    'hamburg hanoi hanover harare havana hawaii helsinki honolulu houston hyderabad idaho illinois indiana iowa istanbul jaipur jakarta ' +
    'jerusalem johannesburg kabul kampala kansas karachi kathmandu kent kentucky kiev kingston kolkata kraków krakow kyiv kyoto lagos ' +
    'lahore leeds leicester leipzig lima lisboa lisbon liverpool ljubljana london louisiana lucerne lusaka lyon madrid maine malaga ' +
    'manchester manhattan manila marseille maryland massachusetts medellín melbourne memphis miami michigan milan milano minneapolis ' +
    'minnesota minsk mississippi missouri monterrey montana montevideo montreal moscow mumbai munich münchen nagoya nairobi nantes naples ' +
    'nebraska nevada newcastle nice nottingham nuremberg oakland odessa ohio oklahoma ontario oregon osaka oslo ottawa oxford palermo ' +
    'paris pennsylvania perth philadelphia phoenix pittsburgh plymouth portland porto prague pretoria pune quebec quito reykjavik riga ' +
    'riyadh rome roma rotterdam sacramento salzburg santiago sarajevo saskatchewan scotland seattle seoul seville shanghai sheffield ' +
    'shenzhen siberia sicily sofia southampton stockholm strasbourg stuttgart surrey sussex sydney taipei tallinn tampa tasmania tbilisi ' +
    'tehran tennessee texas tokyo toronto toulouse tripoli tunis turin tuscany utah utrecht valencia vancouver venice vermont victoria ' +
    'vienna wien vilnius virginia warsaw warszawa washington wellington winnipeg wisconsin wyoming yokohama yorkshire zagreb zaragoza ' +
    'zurich zürich'
  ).split(' '),
);

/** Beginnings of names of places that are ordinary words by themselves: `New`, `Saint`, `Upper`. */
export const placeBeginnings: ReadonlySet<string> = new Set(
  'county isle gulf den new san santa santo são saint st st. sankt bad los las la le el port fort mount lake rio north south east west upper lower great little old cape grand'.split(
    ' ',
  ),
);

/** Of these, those that begin hardly anything else. */
export const surePlaceBeginnings: ReadonlySet<string> = new Set(
  'county isle san santa são saint sankt bad cape fort mount lake los las'.split(' '),
);

/** Ends of names of places that are words of their own. */
export const placeEndings: ReadonlySet<string> = new Set(
  'city county province island islands valley beach bay airport harbour harbor river lake mountains peninsula district region borough township village vale rapids springs falls heights creek bridge ford hills canyon harbour'.split(
    ' ',
  ),
);
