const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Titles and forms of address: what follows is a person. */
export const titles = words(
  'mr mrs ms miss mx dr prof professor doctor sir madam lady lord dame rev reverend father sister brother pastor rabbi imam judge ' +
    'justice officer sergeant sgt captain capt major colonel col general lieutenant lt nurse herr frau fräulein hr fr sr sra srta señor ' +
    'señora señorita don doña dom dona m mme mlle monsieur madame mademoiselle maître sig signor signora signore signorina dott ' +
    'dottoressa ing avv senhor senhora pan pani bay hanım shri smt sheikh haji dhr mevr mevrouw meneer fru herrn uncle aunt auntie ' +
    'grandma grandpa',
);

/** Words that a person follows: `with Ana`, `signed by Ana`. */
export const beforePerson = words(
  'dear hi hello hey by with from for to ask asked tell told met meet saw call called phoned ring rang thank thanks cc attn attention ' +
    'remind reminded inform informed notify email emailed contact named versus vs and or regards sincerely cheers patient customer client ' +
    'employee colleague manager tenant applicant claimant borrower member guest student teacher lawyer witness passenger driver ' +
    'husband wife son daughter mother father partner boss nominee candidate contractor supervisor resident caller visitor user ' +
    'queridos querida querido liebe lieber sehr geehrter geehrte cher chère caro cara hola bonjour hallo ciao olá beste',
);

/** Words that a place follows. */
export const beforePlace = words(
  'in near at around outside across throughout via towards toward within inside through beyond nearby bei aus nach à en em desde hacia ' +
    'près vers presso nahe bij uit te i w z do ve',
);

/** Words of living and moving: `from`, `to` and `in` behind them lead to a place, and not to a person. */
export const movement = words(
  'live lives lived living move moves moved moving relocate relocates relocated relocating travel travels travelled traveled travelling ' +
    'fly flies flew flying drive drives drove driving ship ships shipped shipping go goes went gone going return returns returned ' +
    'based born raised located situated commute commutes commuting headed heading depart departs departed departing arrive arrives ' +
    'arrived arriving visit visits visited visiting leave leaves left leaving stay stays stayed staying reside resides resided residing ' +
    'settle settled trip flight train route bus transfer transferred deliver delivered delivery sail sailed cycle cycled walked hails comes ' +
    'team teams staff colleague colleagues people residents supplier suppliers partners school hospital meeting conference weather rain snow storm storms road motorway bridge mayor customers plant court centre center factory venue warehouses offices came teaches teaching grew raised flights trips train trains office branch warehouse depot site clinic shop store house apartment flat home opened',
);

/** Nouns behind a place: `the Gdynia office`. */
export const afterPlace = words(
  'office branch team site sites office offices branches subsidiary -based area mayor court market warehouse airport area region plant store clinic hospital depot hub campus station factory residents council ' +
    'police suburb harbour harbor district',
);

/** Nouns behind a person's name: `the Okafor file`. */
export const afterPerson = words(
  'family case account file matter estate household complaint contract application claim record records interview appointment folder ' +
    'twins brothers sisters couple lawsuit will',
);

/** Names of fields that hold a person's name, as a text writes them before a colon or an equals sign. */
export const personLabels = words(
  'name names fullname firstname lastname surname forename givenname familyname patient customer client employee contact author owner ' +
    'manager applicant claimant tenant guest passenger signatory signed sender recipient attendee attendees assignee reporter requester ' +
    'caller agent physician doctor beneficiary holder cardholder witness user person spouse guardian nominee approver reviewer nombre apellido ' +
    'apellidos nom prénom prenom vorname nachname kunde kundin patientin nome cognome cliente naam klant imię nazwisko namn navn isim',
);

/** Names of fields that hold a place. */
export const placeLabels = words(
  'city town country location place birthplace region province state county destination origin ort stadt land wohnort geburtsort ville ' +
    'pays lieu ciudad país lugar città paese luogo cidade stad woonplaats miasto kraj departure arrival',
);

/** Names of fields that hold a street address. */
export const addressLabels = words(
  'address addr street residence adresse anschrift straße strasse dirección direccion domicilio indirizzo endereço adres rue residency',
);

/** Small words inside names: `van der Berg`, `de la Cruz`, `bin Rashid`. */
export const particles = words(
  'van von de der den des los las del della di da do dos das du la le el al bin ibn bint ter ten te zu zum zur af av e y i ben abu san am an auf ' +
    'upon on sur sous les lès d’ degli',
);
