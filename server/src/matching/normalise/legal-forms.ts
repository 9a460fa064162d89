/**
 * Legal forms by the words they are written with (folded, blanks as `_`), and the form they stand for. Forms that
 * mean the same share a name, so that `Inc.` and `Incorporated` do not count as different. Spellings follow the
 * GLEIF list of entity legal forms (ISO 20275) for the countries whose names are met most.
 */
const groups: Record<string, string> = {
  // English-speaking
  inc: 'inc incorporated incorp',
  corp: 'corp corporation corportation',
  co: 'co company cie compagnie cia compania compagnia',
  llc: 'llc lc limited_liability_company limited_liability_co',
  ltd: 'ltd limited ltda limitada co_ltd co_limited company_limited sociedade_limitada private_limited_company',
  plc: 'plc public_limited_company',
  llp: 'llp lp limited_partnership limited_liability_partnership lllp',
  pllc: 'pllc pc pa apc professional_corporation',
  pty: 'pty pty_ltd pty_limited proprietary_limited proprietary',
  pvt: 'pvt pvt_ltd private_limited pvt_limited p_ltd',
  bhd: 'bhd sdn_bhd',
  // German
  gmbh: 'gmbh mbh ggmbh gesellschaft_mbh gesmbh ges_mbh gesellschaft_mit_beschrankter_haftung gmbh_ug',
  gmbhcokg: 'gmbh_co_kg gmbh_und_co_kg gmbhcokg gmbh_co gmbh_compagnie_kg gmbh_cokg',
  gmbhcokgaa: 'gmbh_co_kgaa gmbh_und_co_kgaa',
  ug: 'ug ug_haftungsbeschrankt unternehmergesellschaft unternehmergesellschaft_haftungsbeschrankt',
  ugcokg: 'ug_haftungsbeschrankt_co_kg ug_co_kg ug_haftungsbeschrankt_und_co_kg',
  ag: 'ag gag aktiengesellschaft',
  agcokg: 'ag_co_kg ag_und_co_kg',
  kg: 'kg kommanditgesellschaft co_kg',
  kgaa: 'kgaa',
  ohg: 'ohg offene_handelsgesellschaft og co_ohg gmbh_co_ohg',
  gbr: 'gbr gesbr',
  ek: 'ek e_k e_kfm e_kffr e_kfr ekfm eingetragener_kaufmann eingetragene_kauffrau einzelunternehmen',
  ev: 'ev eingetragener_verein',
  eg: 'eg egen genossenschaft',
  partg: 'partg partgmbb partg_mbb mbb',
  se: 'se',
  // French
  sarl: 'sarl societe_responsabilite_limitee',
  eurl: 'eurl',
  sas: 'sas societe_par_actions_simplifiee',
  sasu: 'sasu',
  sci: 'sci societe_civile_immobiliere',
  snc: 'snc',
  scop: 'scop',
  selarl: 'selarl',
  sa: 'sa societe_anonyme sociedad_anonima sociedade_anonima sau spolka_akcyjna',
  // Spanish, Portuguese, Latin American
  sl: 'sl sociedad_limitada srl_de_cv sociedad_responsabilidad_limitada',
  slu: 'slu sociedad_limitada_unipersonal',
  slne: 'slne',
  sadecv: 'sa_de_cv sab_de_cv',
  sderl: 's_de_rl s_de_rl_de_cv s_rl_de_cv sderl',
  sapi: 'sapi_de_cv',
  scoop: 's_coop sociedad_cooperativa',
  lda: 'lda unipessoal_lda unip_lda',
  eirl: 'eirl',
  // Italian and Romanian
  srl: 'srl srls societa_responsabilita_limitata societate_cu_raspundere_limitata',
  spa: 'spa societa_per_azioni',
  // Polish
  spzoo:
    'spzoo sp_zoo sp_z_oo sp_zo_o spolka_zoo spolka_z_oo spolka_z_ograniczona_odpowiedzialnoscia sp_z_ograniczona_odpowiedzialnoscia',
  spzoospk: 'spzoo_spk sp_zoo_sp_k sp_zoo_spk sp_zoo_spolka_komandytowa spolka_zoo_sp_k sp_zoo_sk',
  spk: 'spk sp_k spolka_komandytowa',
  spj: 'spj sp_j spolka_jawna',
  spp: 'spp sp_p spolka_partnerska',
  sc: 'spolka_cywilna',
  // Czech and Slovak
  sro: 'sro s_ro spol_sro spol_s_ro spolecnost_s_rucenim_omezenym spolocnost_s_rucenim_obmedzenym',
  as: 'as asa aps akciova_spolecnost akciova_spolocnost anonim_sirketi anonim_sti',
  vos: 'vos verejna_obchodni_spolecnost',
  ks: 'ks komanditni_spolecnost',
  // Japanese
  kk: 'kk kabushiki_kaisha kabushiki_gaisha kabushikikaisha 株式会社 株',
  yk: 'yk yugen_kaisha yugen_gaisha 有限会社 有',
  gk: 'gk godo_kaisha goudou_kaisha 合同会社 合',
  goshi: '合資会社 資',
  gomei: '合名会社 名',
  iryo: '医療法人',
  shadan: '一般社団法人 社団法人',
  zaidan: '一般財団法人 財団法人',
  // Dutch
  bv: 'bv besloten_vennootschap bvba',
  nv: 'nv naamloze_vennootschap',
  vof: 'vof',
  // Nordic
  ab: 'ab aktiebolag aktiebolaget',
  hb: 'hb handelsbolag',
  oy: 'oy oyj oy_ab osakeyhtio abp',
  // Baltic
  uab: 'uab uzdaroji_akcine_bendrove',
  sia: 'sia sabiedriba_ar_ierobezotu_atbildibu',
  ou: 'ou osauhing',
  // South-east Europe, Hungary, Turkey
  doo: 'doo druzba_omejeno_odgovornostjo drustvo_s_ogranicenom_odgovornoscu jdoo',
  kft: 'kft korlatolt_felelossegu_tarsasag',
  zrt: 'zrt nyrt',
  sti: 'ltd_sti limited_sirketi sti',
  // Cyrillic and Greek, in Latin letters
  ooo: 'ooo obshchestvo_s_ogranichennoi_otvetstvennostyu tov tzov',
  ao: 'ao oao zao pao aktsionernoe_obshchestvo',
  ood: 'ood eood',
  ad: 'ead',
  epe: 'epe ike mepe',
  ae: 'anonimi_eteria',
};

/** Forms that stand before the name, where they cannot be taken for the name itself. */
const leading = new Set(
  '株式会社 株 有限会社 有 合同会社 合資会社 合名会社 医療法人 一般社団法人 sarl eurl sasu selarl uab ooo oao zao pao eood'.split(
    ' ',
  ),
);
/** Forms that often stand before the name and are words or initials too: left there as a hint. */
const perhapsLeading = new Set('sas sci snc sia pt tov ao oy kk yk gk firma as'.split(' '));

const forms = new Map<string, string>();
const lastWords = new Set<string>();
let longest = 1;
for (const [form, spellings] of Object.entries(groups)) {
  for (const spelling of spellings.split(' ')) {
    const parts = spelling.split('_');
    forms.set(parts.join(' '), form);
    lastWords.add(parts.at(-1) ?? '');
    longest = Math.max(longest, parts.length);
  }
}

/**
 * Legal form that ends the words (`acme widgets llc`): how many words it takes and what it stands for; else null.
 * At least `least` words are left over.
 */
export function legalFormAtEnd(words: readonly string[], least = 1): { length: number; form: string } | null {
  if (words.length <= least || !lastWords.has(words[words.length - 1]!)) return null;
  for (let length = Math.min(longest, words.length - least); length > 0; length -= 1) {
    const spelling = length === 1 ? words[words.length - 1]! : words.slice(words.length - length).join(' ');
    const form = forms.get(spelling);
    if (form) return { length, form };
  }
  return null;
}

/** Legal form that begins the words (`sarl dupont`), and whether it may as well be a word of the name; else null. */
export function legalFormAtStart(words: readonly string[]): { form: string; unsure: boolean } | null {
  const first = words[0];
  if (first === undefined || words.length < 2) return null;
  if (leading.has(first)) return { form: forms.get(first) ?? first, unsure: false };
  return perhapsLeading.has(first) ? { form: forms.get(first) ?? first, unsure: true } : null;
}

/** The words are a legal form and nothing else (`haftungsbeschränkt` in brackets counts as one). */
export function isLegalForm(words: readonly string[]): boolean {
  const text = words.join(' ');
  return forms.has(text) || text === 'haftungsbeschrankt';
}

const japaneseForms =
  /株式会社|有限会社|合同会社|合資会社|合名会社|医療法人|一般社団法人|[(（[]\s*[株有合資名]\s*[)）\]]/g;

/** Sets Japanese legal forms, written without blanks at either end, apart from the name. Composed (NFKC) text. */
export function spaceJapaneseForms(text: string): string {
  return text.replace(japaneseForms, (form) => ` ${form.replace(/[()（）[\]\s]/g, '')} `);
}
