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
  '': 'rate rates fee fees charge charges per',
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

/** See `Name.reading`. `mayBePerson`: without legal form, and a customer or vendor. */
export function readingOf(core: readonly string[], mayBePerson: boolean): string[] | null {
  const meant = mayBePerson ? withFormalNames(core) : withServices(core);
  let changed = meant !== core;
  const out = meant.map((word) => {
    const spelt = plainVowels(word);
    if (spelt !== word) changed = true;
    return spelt;
  });
  return changed && out.length > 0 ? out : null;
}

function plainVowels(word: string): string {
  if (word.length < 4 || !/[aou]e|aa/.test(word) || noUmlaut.test(word)) return word;
  return word.replace(writtenOut, (vowels) => vowels[0]!);
}

function withFormalNames(core: readonly string[]): readonly string[] {
  if (core.length < 2 || core.length > 4) return core;
  // The given name is first, or last behind a comma.
  for (const at of [0, core.length - 1]) {
    const formal = formalName(core[at]!);
    if (formal !== core[at]) return core.map((word, index) => (index === at ? formal : word));
  }
  return core;
}

function withServices(core: readonly string[]): readonly string[] {
  const out: string[] = [];
  let changed = false;
  for (let at = 0; at < core.length; at += 1) {
    const word = core[at]!;
    let length = 1;
    let meant = serviceWords.get(word);
    if (phraseStarts.has(word)) {
      for (const more of [3, 2]) {
        const phrase = at + more <= core.length ? serviceWords.get(core.slice(at, at + more).join(' ')) : undefined;
        if (phrase === undefined) continue;
        meant = phrase;
        length = more;
        break;
      }
    }
    at += length - 1;
    if (meant !== undefined && (length > 1 || meant !== word)) changed = true;
    if (meant !== '') out.push(meant ?? word);
  }
  return changed ? out : core;
}
