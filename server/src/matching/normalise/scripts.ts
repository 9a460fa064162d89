/**
 * Letters of other scripts in Latin ones, as names are usually written abroad: Cyrillic and Greek letter by letter,
 * kana by Hepburn. Kanji stay as they are: how they are read takes a dictionary.
 */
const pairs = (text: string): Array<[string, string]> =>
  text
    .trim()
    .split(/\s+/)
    .map((entry) => entry.split('=') as [string, string]);

const letters = new Map(
  pairs(`ß=ss ø=o ł=l æ=ae œ=oe đ=d ð=d þ=th ı=i ħ=h ŋ=n
    а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch
    ъ= ы=y ь= э=e ю=yu я=ya і=i є=ye ґ=g ј=j љ=lj њ=nj ћ=c ђ=d џ=dz ѓ=g ќ=k ѕ=dz
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o`),
);
const transcribed = /[ßøłæœđðþıħŋа-џґͰ-Ͽ]/g;

/** Folded text (no diacritics) with the letters above in Latin. */
export function toLatin(text: string): string {
  return text.replace(/ου/g, 'u').replace(transcribed, (letter) => letters.get(letter) ?? letter);
}

const kana = /[\u3041-\u3096\u30a1-\u30faー]/;
/** Kana by rows, a blank for a sound that does not exist. */
const syllables = new Map<string, string>();
for (const [signs, romaji] of pairs(`アイウエオ=a.i.u.e.o カキクケコ=ka.ki.ku.ke.ko ガギグゲゴ=ga.gi.gu.ge.go
  サシスセソ=sa.shi.su.se.so ザジズゼゾ=za.ji.zu.ze.zo タチツテト=ta.chi.tsu.te.to ダヂヅデド=da.ji.zu.de.do
  ナニヌネノ=na.ni.nu.ne.no ハヒフヘホ=ha.hi.fu.he.ho バビブベボ=ba.bi.bu.be.bo パピプペポ=pa.pi.pu.pe.po
  マミムメモ=ma.mi.mu.me.mo ヤユヨ=ya.yu.yo ラリルレロ=ra.ri.ru.re.ro ワヰヱヲン=wa.i.e.o.n ヴ=vu
  ァィゥェォャュョヮ=a.i.u.e.o.ya.yu.yo.wa`)) {
  const sounds = romaji.split('.');
  [...signs].forEach((sign, at) => syllables.set(sign, sounds[at] ?? ''));
}

/** Kana in Latin letters, without long vowels; other signs stay, apart from them by blanks. Composed (NFC) text. */
export function romanised(text: string): string {
  if (!kana.test(text)) return text;
  return text.replace(/[\u3041-\u3096\u30a1-\u30faー]+/g, (run) => ` ${romaji(run)} `);
}

function romaji(run: string): string {
  let out = '';
  let doubled = false;
  for (const sign of run) {
    // Hiragana lie 96 below katakana.
    const code = sign.charCodeAt(0);
    const own = code <= 0x3096 ? String.fromCharCode(code + 96) : sign;
    if (own === 'ッ') {
      doubled = true;
      continue;
    }
    const sound = syllables.get(own) ?? '';
    if (/[ァィゥェォャュョヮ]/.test(own) && out !== '') {
      // A small vowel replaces the vowel before it: `ki` + `ya` is `kya`, `chi` + `e` is `che`, `fu` + `a` is `fa`.
      const stem = out.slice(0, -1);
      const palatal = /(?:sh|ch|j)$/.test(stem) ? sound.replace(/^y/, '') : sound;
      out = (out.endsWith('u') && stem === '' ? 'w' : stem) + palatal;
    } else {
      out += doubled && sound !== '' ? (sound.startsWith('ch') ? 't' : sound[0]!) + sound : sound;
    }
    doubled = false;
  }
  return out.replace(/ou|oo/g, 'o').replace(/uu/g, 'u').replace(/aa/g, 'a').replace(/ii/g, 'i').replace(/ei|ee/g, 'e');
}
