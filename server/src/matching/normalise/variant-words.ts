/** A value of one group. Values of one group exclude each other; a name may state several. */
export interface Mark {
  group: string;
  values: readonly string[];
}

/** `value=spelling spelling`, two values of one spelling joined by `+` (a student licence is an academic one too). */
function read(table: Record<string, string>): Map<string, Mark> {
  const out = new Map<string, Mark>();
  for (const [group, text] of Object.entries(table)) {
    for (const entry of text.trim().split(/\s*;\s*/)) {
      const [left = '', right = ''] = entry.split('=');
      const values = left.trim().replaceAll('_', ' ').split('+');
      for (const spelling of right.trim().split(/\s+/)) out.set(spelling.replaceAll('_', ' '), { group, values });
    }
  }
  return out;
}

/**
 * Words (two or three where joined by `_`) that tell a product or service from its siblings, in English, German,
 * French, Spanish, Italian, Dutch and Polish, without diacritics.
 */
export const variantWords = read({
  edition: `basic=basic basico basique podstawowy; standard=standard std estandar; premium=premium prem;
    pro=pro professional profesional professionnel; enterprise=enterprise entreprise; business=business;
    ultimate=ultimate; essentials=essentials essential; starter=starter simple_start; advanced=advanced; plus=plus; lite=lite;
    home=home; personal=personal; family=family; team=team; deluxe=deluxe; elite=elite; express=express;
    datacenter=datacenter data_center; foundation=foundation; frontline=frontline`,
  audience: `academic=academic education educational edu school k12 schule bildung educacion akademicki;
    academic+faculty=faculty teacher teachers lehrer; academic+student=student students studenten etudiant
    estudiante; nonprofit=nonprofit non_profit charity charities nfp npo not_for_profit gemeinnutzig nonprofits;
    government=government govt gov federal behorde; government+gcc=gcc; government+gcchigh=gcc_high;
    government+dod=dod; commercial=commercial corporate; oem=oem; nfr=nfr not_for_resale`,
  action: `renewal=renewal renew renewals verlangerung renouvellement renovacion odnowienie; new=new neu nouveau nuevo;
    upgrade=upgrade upg aktualisierung; full=full vollversion; addon=addon addons add_on add_ons zusatz expansion;
    trial=trial eval evaluation testversion essai prueba; promo=promo promotion promotional`,
  condition: `refurbished=refurbished refurb reconditioned remanufactured remanufd reman renewed generaluberholt
    recertified; used=used pre_owned gebraucht occasion usado; openbox=open_box; new=brand_new factory_new`,
  side: `left=left lh l_h links gauche izquierda izquierdo izq lewy lewa sinistra sinistro linker;
    right=right rh r_h rechts droite droit derecha derecho prawy prawa destra destro rechter`,
  end: `front=front vorn vorne avant delantero delantera przedni przod; rear=rear back hinten arriere trasero trasera
    tylny tyl`,
  height: `upper=upper obere oberer superior gorny; lower=lower untere unterer inferior dolny`,
  doorside: `driver=driver_side drivers_side; passenger=passenger_side passengers_side`,
  gender: `male=male; female=female`,
  wearer: `men=mens men; women=womens women; kids=kids childrens youth`,
  colour: `black=black blk schwarz noir noire negro negra czarny czarna nero zwart ブラック;
    white=white wht weiss blanc blanche blanco blanca bialy biala bianco wit ホワイト;
    red=red rot rouge rojo roja czerwony czerwona rosso rood レッド; blue=blue blau bleu bleue azul niebieski niebieska
    blauw ブルー; green=green grn grun vert verde zielony zielona groen グリーン; yellow=yellow yel gelb jaune amarillo
    amarilla zolty zolta giallo geel イエロー; grey=grey gray grau gris szary szara grigio grijs グレー;
    silver=silver slv silber argent plata srebrny シルバー; gold=gold oro zloty ゴールド; pink=pink rosa rozowy ピンク;
    purple=purple violet lila morado fioletowy パープル; orange=orange naranja pomaranczowy オレンジ;
    brown=brown braun marron brazowy ブラウン; cyan=cyan; magenta=magenta; beige=beige; navy=navy; stainless=stainless;
    chrome=chrome; bronze=bronze; copper=copper; ivory=ivory; turquoise=turquoise; teal=teal; titanium=titanium;
    burgundy=burgundy; clear=clear transparent`,
  sizeword: `small=small sml klein petit pequeno maly; medium=medium med; large=large lrg gross grand grande duzy;
    xl=xl xlarge extra_large x_large; xxl=xxl 2xl; xs=xs; jumbo=jumbo; compact=compact; mini=mini; micro=micro; nano=nano`,
  per: `hour=hourly per_hour per_hr per_h hr an_hour stundlich pro_stunde stundensatz heure por_hora godzina;
    day=daily per_day day_rate tagessatz par_jour por_dia; week=weekly per_week wochentlich; mile=per_mile mileage;
    each=per_unit; visit=per_visit; flat=flat_rate flat_fee fixed_fee fixed_price pauschal pauschale forfait`,
  timing: `after=overtime after_hours out_of_hours emergency weekend holiday holidays notdienst uberstunden urgence
    urgencia awaryjny; regular=regular normal business_hours regelarbeitszeit`,
  billing: `1_months=billed_monthly monthly_billing paid_monthly monthly_payment monthly_payments;
    12_months=billed_annually billed_yearly annual_billing yearly_billing paid_annually paid_yearly annual_payment`,
  place: `onsite=onsite on_site vor_ort sur_site; remote=remote offsite off_site fernwartung zdalny zdalna`,
});

/** Phrases that only look like a statement. */
const ofNoMeaning = `red_eye front_load front_loading home_theater home_theatre home_cinema home_audio home_video
  home_entertainment pci_express memory_card stainless_steel_drum stainless_steel_tub stainless_steel_interior
  stainless_steel_blades white_balance business_card business_cards rear_projection small_business case_pack`;
for (const phrase of ofNoMeaning.split(/\s+/)) variantWords.set(phrase.replaceAll('_', ' '), { group: '', values: [] });

/** First words of the entries above that take more than one word. */
export const phraseStarts = new Set(
  [...variantWords.keys()].filter((key) => key.includes(' ')).map((key) => key.slice(0, key.indexOf(' '))),
);

const list = (text: string): string[] => text.trim().split(/\s+/);

/** Periods by word: months. Adjectives stand alone (`annual`), nouns follow a number (`3 years`). */
export const periodWords = new Map<string, number>();
export const periodUnits = new Map<string, number>();
for (const [months, adjectives, nouns] of [
  [
    1,
    'monthly monatlich mensuel mensuelle mensual miesieczny miesieczna mtl mensile maandelijks 月額 月払い',
    'month months mo mth mths mos monat monate monaten mois mes meses miesiac miesiace miesiecy mesi maand maanden ヶ月 か月 カ月',
  ],
  [3, 'quarterly vierteljahrlich trimestriel trimestral kwartalny', 'quarter quarters quartal quartale'],
  [6, 'semiannual semiannually halbjahrlich semestriel semestral', ''],
  [
    12,
    'annual annually yearly jahrlich annuel annuelle anual roczny roczna annuale jaarlijks jahresabo 年間 年額 年払い',
    'year years yr yrs jahr jahre jahren an ans annee annees ano anos rok lata lat anno anni jaar jaren 年',
  ],
  [24, 'biennial', ''],
  [36, 'triennial', ''],
  [0, 'perpetual perpetuel perpetua lifetime onetime unbefristet wieczysta', ''],
] as const) {
  for (const word of list(adjectives)) periodWords.set(word, months);
  for (const word of list(nouns)) periodUnits.set(word, months);
}

/** What a number before it counts or measures: group, amount of one in the group's base. */
export const units = new Map<string, readonly [group: string, factor: number]>();
for (const [group, text] of Object.entries({
  // Lengths in millimetres, small and large apart: a 6 mm hose may be 10 m long.
  size: 'mm=1 millimeter=1 cm=10 centimeter=10 in=25.4 inch=25.4 inches=25.4 zoll=25.4 pouces=25.4 pulgadas=25.4 "=25.4',
  length:
    'm=1000 meter=1000 meters=1000 metre=1000 metres=1000 mtr=1000 ft=304.8 foot=304.8 feet=304.8 yd=914.4 ftmark=304.8',
  mass: 'g=1 gr=1 gram=1 grams=1 kg=1000 kilo=1000 lb=453.6 lbs=453.6 pound=453.6 pounds=453.6 oz=28.35 ounce=28.35 ounces=28.35',
  volume:
    'ml=1 cl=10 l=1000 liter=1000 liters=1000 litre=1000 litres=1000 litr=1000 gal=3785 gallon=3785 gallons=3785 quart=946 qt=946 pint=473',
  storage: 'mb=1 gb=1024 go=1024 tb=1048576 to=1048576',
  power: 'w=1 watt=1 watts=1 kw=1000 hp=745.7',
  voltage: 'v=1 volt=1 volts=1 vdc=1 vac=1',
  current: 'a=1 amp=1 amps=1 ma=0.001',
  charge: 'mah=1 ah=1000',
  frequency: 'hz=1 khz=1000 mhz=1000000 ghz=1000000000',
  pressure: 'psi=1 bar=14.5',
  kelvin: 'k=1 kelvin=1',
  gauge: 'awg=1 gauge=1 ga=1',
  bitrate: 'mbps=1 gbps=1000 mbit=1 gbit=1000',
  heat: 'btu=1',
  speed: 'rpm=1',
  resolution: 'mp=1 megapixel=1 megapixels=1',
  ports: 'port=1 ports=1',
  users:
    'user=1 users=1 seat=1 seats=1 benutzer=1 utilisateurs=1 usuarios=1 uzytkownikow=1 license=1 licenses=1 licence=1 licences=1',
  devices: 'device=1 devices=1 pc=1 computer=1 computers=1 gerate=1',
  hours: 'hour=1 hours=1 hrs=1 stunden=1 heures=1 horas=1 godzin=1 minutes=0.01667',
  days: 'day=1 days=1 tage=1 jours=1 dias=1 dni=1',
  pack: 'pack=1 packs=1 pk=1 pks=1 count=1 ct=1 pieces=1 piece=1 pcs=1 stuck=1 stk=1 szt=1 sztuk=1 er_pack=1 box=1 bx=1 case=1 cs=1 pair=2 pairs=2 dozen=12 個入り=1 枚入り=1 本入り=1',
})) {
  for (const entry of list(text)) {
    const [unit = '', factor = ''] = [entry.slice(0, entry.lastIndexOf('=')), entry.slice(entry.lastIndexOf('=') + 1)];
    units.set(unit.replaceAll('_', ''), [group, Number(factor)]);
  }
}

/** Before a number, or before `of` and a number: how many make one. */
export const packWords = new Set(
  list('pack box case set lot bag carton paquete caja boite karton packung qty quantity opakowanie pk'),
);
/** One of a kind. */
export const singleWords = new Set(list('each ea single einzeln stuck unidad piece'));

export const numberWords = new Map(
  list('zero one two three four five six seven eight nine ten eleven twelve').map((word, at) => [word, at] as const),
);
for (const [word, value] of [
  ['twenty', 20],
  ['fifty', 50],
  ['hundred', 100],
  ['zwei', 2],
  ['drei', 3],
  ['funf', 5],
  ['zehn', 10],
  ['deux', 2],
  ['trois', 3],
  ['cinq', 5],
  ['dix', 10],
  ['dos', 2],
  ['tres', 3],
  ['cinco', 5],
  ['diez', 10],
  ['dwa', 2],
  ['piec', 5],
  ['dziesiec', 10],
] as const)
  numberWords.set(word, value);

/** A number after one of these says which of a series it is. */
export const seriesWords = new Set(
  list(`plan tier level class grade type schedule sch phase stage zone cat category vol volume part version ver gen
    generation release series mark mk step option no nr stufe niveau nivel poziom`),
);

/** Things sold by the foot, where a mark after a number means feet and not, as often, inches. */
export const soldByLength = /cable|cord|hose|rope|wire|tape|pipe|tubing|chain|ladder|lead|strip/;
