import { formalName } from './given-names';

/** Umlauts written out, and the vowels they are otherwise written as (`Mueller`, `Muller`, `Joergensen`, `Aarhus`). */
const writtenOut = /(?<=^|[^aeiouq])(?:ae|oe|ue|aa)(?=[^aeiouy])/g;
/** Words in which the two vowels are no umlaut. */
const noUmlaut =
  /^(?:aero|poe[tm]|blue|clue|true|fuel|duel|cruel|phoen|boei|isr?ael|michae|mikae|rapha?el|rafael|caes|samue|manue|emanue|immanue|migue|joel|noel|goe[ns]|does|shoe|toe|canoe|hoe|due|sue|quae|isaa|aaro|co[eo]|no[eo]|influe|confluen|fluen|avenue|issue|tissue|venue|value|revenue|league|rescue|statue|argue|barbecue)/;

/**
 * Services and rates by other names: one word that stands for all, then the words or phrases (blanks as `_`) used for
 * it. What stands for nothing (`rate`, `fee`) is dropped.
 */
const services: Record<string, string> = {
  labor: `labor labour arbeit arbeitszeit arbeitslohn service_hours service_hour service_time technician_time
    technician_hours technician_labor tech_time technology_time engineer_time engineering_time man_hours man_hour bench_time workmanship robocizna
    main_oeuvre main_doeuvre mano_de_obra mano_obra`,
  travel: `travel callout call_out trip_charge trip_fee trip mileage drive_time travel_time travel_charge fahrtkosten
    anfahrt deplacement deplacements desplazamiento dojazd`,
  onsite: 'onsite on_site vor_ort sur_site field',
  remote: 'remote offsite off_site fernwartung zdalny',
  afterhours:
    'afterhours after_hours after_hour overtime emergency out_of_hours weekend weekends notdienst urgence urgencia',
  hour: 'hour hourly per_hour hours stunde stunden stundlich heure heures hora horas godzina',
  diagnostics: 'diagnostics diagnostic diagnosis troubleshooting fault_finding diagnose diagnostyka',
  installation: 'installation install set_up setup fitting instalacion instalacja einbau montage',
  consulting: 'consulting consultancy consultation advisory beratung conseil consultoria doradztwo',
  maintenance: 'maintenance servicing upkeep wartung entretien mantenimiento konserwacja',
  repair: 'repair repairs reparatur reparation reparacion naprawa',
  disposal: 'disposal haul_away entsorgung removal',
  delivery: 'delivery shipping freight lieferung fracht livraison envio dostawa',
  training: 'training schulung formation formacion szkolenie',
  cleaning: 'cleaning reinigung nettoyage limpieza sprzatanie',
  materials: 'materials material consumables verbrauchsmaterial materiel',
  project: 'project projekt projet proyecto',
  '': 'rate rates fee fees charge charges per by of for with',
};
const serviceWords = new Map<string, string>();
const phraseStarts = new Set<string>();
for (const [word, spellings] of Object.entries(services)) {
  for (const spelling of spellings.trim().split(/\s+/)) {
    const phrase = spelling.replaceAll('_', ' ');
    serviceWords.set(phrase, word);
    if (phrase.includes(' ')) phraseStarts.add(phrase.slice(0, phrase.indexOf(' ')));
  }
}

/** A name in its usual form, to compare with other names in theirs. */
export interface Reading {
  words: string[];
  /** A nickname was replaced, which two persons may share. */
  loose: boolean;
}

/**
 * Usual form of a party's name. `turned`: written last name first (`Smith, John`). Null: the name has it already.
 */
export function readingOfParty(core: readonly string[], mayBePerson: boolean, turned: boolean): Reading | null {
  const ordered = mayBePerson && turned ? [...core.slice(1), core[0]!] : core;
  const formal = mayBePerson ? withFormalNames(ordered) : ordered;
  const words = formal.map(plainVowels);
  if (words.every((word, at) => word === core[at])) return null;
  return { words, loose: formal !== ordered };
}

/** Usual form of the name of a product or service: its words in order of the alphabet, then what it states. */
export function readingOfGoods(words: readonly string[], stated: readonly string[]): Reading {
  return { words: [...withServices(words).map(plainVowels).sort(), ...stated], loose: false };
}

function plainVowels(word: string): string {
  if (word.length < 4 || !/[aou]e|aa/.test(word) || noUmlaut.test(word)) return word;
  return word.replace(writtenOut, (vowels) => vowels[0]!);
}

function withFormalNames(core: readonly string[]): readonly string[] {
  if (core.length < 2 || core.length > 4) return core;
  const formal = formalName(core[0]!);
  return formal === core[0] ? core : [formal, ...core.slice(1)];
}

function withServices(words: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    let length = 1;
    let meant = serviceWords.get(word);
    if (phraseStarts.has(word)) {
      for (const more of [3, 2]) {
        const phrase = at + more <= words.length ? serviceWords.get(words.slice(at, at + more).join(' ')) : undefined;
        if (phrase === undefined) continue;
        meant = phrase;
        length = more;
        break;
      }
    }
    at += length - 1;
    if (meant !== '' && !out.includes(meant ?? word)) out.push(meant ?? word);
  }
  // A name of nothing but `rate` or `fee` is that.
  return out.length > 0 ? out : words;
}
