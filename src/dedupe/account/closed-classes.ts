/**
 * The closed classes of words the account knows, beside numerals (`text/number-words.ts`): scales, units, currencies, negations, articles and the words
 * by which a text speaks of itself and its reader. A closed class is one that speakers do not add to. Any word that is
 * not listed here is a word like any other, therefore content: there is no list of antonyms, names or verbs.
 *
 * All words are folded (small letters, simplified Han); forms with an apostrophe are written without it (`wont`).
 */
import type { Language } from '../../text/number-words.js'

const list = (words: string): readonly string[] => words.trim().split(/\s+/)

/** Articles, conjunctions and prepositions by which a language is told; frequent in any text of it. */
export const MARKERS: Readonly<Record<Language, readonly string[]>> = {
  en: list('the of and to in is for on with at by from was'),
  de: list('der die das und den dem des im ist mit auf für von zu ein eine nicht'),
  fr: list('le la les et des du un une est dans pour sur au aux que qui'),
  es: list('el la los las y de del en un una por con que se al'),
}

/** Words that may stand between the parts of a numeral: five hundred and two, vingt et un, treinta y cinco. */
export const NUMERAL_LINKS: Readonly<Record<Language, string>> = { en: 'and', de: 'und', fr: 'et', es: 'y' }

/** Scales after a figure. `billion` is 10^9 in English and 10^12 in the others: see `LONG_SCALE`. */
export const SCALES: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  tausend: 1e3,
  mille: 1e3,
  mil: 1e3,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  millón: 1e6,
  millones: 1e6,
  mln: 1e6,
  mio: 1e6,
  mill: 1e6,
  milliard: 1e9,
  milliards: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  mrd: 1e9,
  md: 1e9,
  billion: 1e9,
  billions: 1e9,
  bln: 1e9,
  bn: 1e9,
  trillion: 1e12,
  trillions: 1e12,
  тыс: 1e3,
  тысяч: 1e3,
  млн: 1e6,
  миллион: 1e6,
  миллиона: 1e6,
  миллионов: 1e6,
  млрд: 1e9,
  миллиард: 1e9,
  миллиарда: 1e9,
  миллиардов: 1e9,
}

/** What `billion` is where 10^9 is a milliard. */
export const LONG_SCALE: Readonly<Record<string, number>> = {
  billion: 1e12,
  billions: 1e12,
  billionen: 1e12,
  billones: 1e12,
}

/** Units after a figure, by one name each: what is written after the colon is the same unit. */
export const UNITS: ReadonlyMap<string, string> = named(`
  pct: pct percent prozent procent
  usd: dollar dollars dlr dlrs usd
  eur: euro euros eur
  gbp: pound pounds stg sterling gbp pfund
  jpy: yen jpy
  chf: chf
  cent: cents cts ct
  km: km kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres kilómetro kilómetros
  kg: kg kilogram kilograms kilogramm kilo kilos
  mm: mm millimetre millimetres millimeter millimeters
  cm: cm centimetre centimetres centimeter centimeters zentimeter
  m: metre metres meter meters metern mètre mètres metro metros
  t: tonne tonnes tonnen
  mi: mile miles meile meilen
  °: degrees degree grad degrés degré grados grado
  month: month months mth mths mos monat monate monaten
  year: year years yr yrs jahr jahre jahren
  hour: hour hours hr hrs stunde stunden
  min: minute minutes min mins minuten
  share: shares shrs
`)

function named(lines: string): Map<string, string> {
  const entries = lines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [name, words] = line.split(':')
      return list(words).map((word): [string, string] => [word, name.trim()])
    })
  return new Map(entries)
}

/** Units of two words after a figure. */
export const PER_CENT: ReadonlySet<string> = new Set(['per cent', 'pour cent', 'por ciento'])

/** Signs beside a figure, by the unit they mean. */
export const SIGNS: ReadonlyMap<string, string> = new Map([
  ['%', 'pct'],
  ['％', 'pct'],
  ['٪', 'pct'],
  ['‰', 'permille'],
  ['$', 'usd'],
  ['＄', 'usd'],
  ['€', 'eur'],
  ['£', 'gbp'],
  ['￡', 'gbp'],
  ['¥', 'jpy'],
  ['￥', 'jpy'],
  ['°', '°'],
  ['₹', 'inr'],
  ['₽', 'rub'],
  ['₩', 'krw'],
  ['₴', 'uah'],
  ['₺', 'try'],
  ['¢', 'cent'],
])

/** Words before or after a figure of four digits that make it a time of day. */
export const TIME_ZONES: ReadonlySet<string> = new Set(
  list('gmt utc est edt cst cdt pst pdt cet cest bst hrs uhr'),
)

/**
 * Words that turn a statement round, by language; contractions in n't and French n' are told by their form. On a clean
 * pair any of them counts in any text (a text in Dutch may be taken for one in German); on a noisy one only those of the
 * text's language do, because sin, pas, ni or nie are what scanners make of other words.
 */
export const NEGATIONS: Readonly<Record<Language | 'other', ReadonlySet<string>>> = {
  en: new Set(list('not no never nor none neither nobody nothing nowhere without cannot')),
  de: new Set(list('nicht nichts nie niemals niemand kein keine keinen keinem keiner keines ohne weder')),
  fr: new Set(list('ne pas jamais sans aucun aucune ni rien non')),
  es: new Set(list('no nunca sin ningún ninguna ninguno ni tampoco nada jamás')),
  other: new Set(
    list(`
      non não nem sem nenhum nenhuma niet geen nooit zonder ikke inte ingen inga aldrig ei
      senza mai nu fără tak nie bez neni není nem nincs değil yok không chẳng chưa tidak bukan tanpa
      не нет ни без никогда никто ничего ні немає δεν δε μη μην όχι χωρίς χωρίσ ποτέ না নেই নয় இல்லை نه لا لم لن ليس ليست غير بدون ما לא אין בלי नहीं न मत बिना ไม่ 안 못 않
    `),
  ),
}

/** The same of scripts that write no spaces; each is part of words where it denies nothing, which keeps a text, no more. */
export const HAN_NEGATIONS: ReadonlySet<string> = new Set('不没無无未非勿莫否')

/**
 * Words without content of their own, the lack of which loses nothing: articles, the conjunction of reported speech, and
 * also / too. Prepositions are not among them (rose to 20 is not rose 20), nor are auxiliaries (may is not will).
 */
export const GLUE: ReadonlySet<string> = new Set(
  list(`
    the a an that also of and but however meanwhile has have had is was are were been
    der die das den dem des ein eine einen einem einer eines dass daß auch und aber jedoch
    le la les un une des que aussi et mais el los las unos unas lo también y pero o os as um uma
    и что также 的 了 着 地 也
  `),
)

/** Auxiliaries that differ in tense or number only: either may stand for the other of its line. */
export const AUXILIARIES: ReadonlyMap<string, string> = named(`
  be: is are was were
  have: has have had
  do: does did
  sein: ist sind war waren
  haben: hat haben hatte hatten
`)

/** Words by which a line speaks to its reader or of its publisher, not of the news. */
export const ADDRESS: ReadonlySet<string> = new Set(
  list(`
    we us our ours you your yours
    uns unser unsere unseren unserem unserer euch euer ihnen ihren
    nous notre nos vous votre vos
    nosotros nuestro nuestra nuestros nuestras usted ustedes su sus tu
    noi nostro nostra nostri vi vostro
    мы нас нам наш наша наше наши нашего нашу вы вас вам ваш ваша
    nosso nossa nossos você vocês seu sua ons onze
    我们 您 你 本报 本刊 本站
  `),
)

/** The word for the right to copy, as it stands in notices of it. */
export const COPYRIGHT: ReadonlySet<string> = new Set(list('copyright copr urheberrecht'))

/** Words that give the number behind them a sign: minus 5. The second list is of scripts that write no spaces. */
export const MINUS: ReadonlySet<string> = new Set(
  list('minus moins menos meno минус мінус miinus μείον ناقص 영하'),
)
export const SPACELESS_MINUS: ReadonlySet<string> = new Set(list('负 零下 マイナス 氷点下 ลบ'))

/** Prepositions before the name of who wrote a text. */
export const AUTHORSHIP: ReadonlySet<string> = new Set(list('by von par por'))

/** Words for a range between two numbers: 11 to 20 / 11-20. */
export const RANGE_WORDS: ReadonlySet<string> = new Set(list('to till through bis à a до 至 到'))

/**
 * Han that Taiwan and the mainland write differently where the table of single characters says nothing, because the
 * choice depends on the word (OpenCC's TWVariants and TSPhrases); each as folded, the mainland's second.
 */
export const HAN_SPELLINGS: ReadonlyMap<string, string> = new Map(
  list('著着 牠它 祂他 妳你 藉借 覆复 姪侄 砲炮 帐账').map(([taiwan, mainland]): [string, string] => [
    taiwan,
    mainland,
  ]),
)

/** Names that the two spell by other characters. */
export const HAN_NAMES: ReadonlyMap<string, string> = new Map([['义大利', '意大利']])
