/** Numerals written as words, in languages that write them with letters: for readers of numbers higher up. */

/** Languages whose numerals are read, with the few words that tell which of them a text is in. */
export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

const list = (words: string): readonly string[] => words.split(' ')

/** Values of numerals below a hundred, hundreds, and thousand; compounds are read by rule (see numbers.ts). */
export const NUMERALS: Readonly<Record<Language, Readonly<Record<string, number>>>> = {
  en: counted(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    {
      twenty: 20,
      thirty: 30,
      forty: 40,
      fourty: 40,
      fifty: 50,
      sixty: 60,
      seventy: 70,
      eighty: 80,
      ninety: 90,
      hundred: 100,
      thousand: 1000,
    },
  ),
  de: counted(
    'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
    {
      zwo: 2,
      zwanzig: 20,
      dreissig: 30,
      vierzig: 40,
      fünfzig: 50,
      sechzig: 60,
      siebzig: 70,
      achtzig: 80,
      neunzig: 90,
      hundert: 100,
      tausend: 1000,
    },
  ),
  fr: counted(
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
    {
      vingt: 20,
      vingts: 20,
      trente: 30,
      quarante: 40,
      cinquante: 50,
      soixante: 60,
      septante: 70,
      huitante: 80,
      octante: 80,
      nonante: 90,
      cent: 100,
      cents: 100,
      mille: 1000,
    },
  ),
  es: counted(
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
    {
      veintiún: 21,
      treinta: 30,
      cuarenta: 40,
      cincuenta: 50,
      sesenta: 60,
      setenta: 70,
      ochenta: 80,
      noventa: 90,
      cien: 100,
      ciento: 100,
      doscientos: 200,
      trescientos: 300,
      cuatrocientos: 400,
      quinientos: 500,
      seiscientos: 600,
      setecientos: 700,
      ochocientos: 800,
      novecientos: 900,
      doscientas: 200,
      trescientas: 300,
      cuatrocientas: 400,
      quinientas: 500,
      seiscientas: 600,
      setecientas: 700,
      ochocientas: 800,
      novecientas: 900,
      mil: 1000,
    },
  ),
}

function counted(small: string, more: Record<string, number>): Record<string, number> {
  return { ...Object.fromEntries(list(small).map((word, value) => [word, value])), ...more }
}

/** siebenhundertvierundzwanzigtausend: one word. */
export function germanNumeral(word: string): number | undefined {
  const thousand = word.indexOf('tausend')
  if (thousand >= 0) {
    const head = thousand === 0 ? 1 : germanHundreds(word.slice(0, thousand))
    const rest = word.slice(thousand + 7).replace(/^und(?=.)/, '')
    const tail = rest === '' ? 0 : germanHundreds(rest)
    return head === undefined || tail === undefined ? undefined : head * 1000 + tail
  }
  return germanHundreds(word)
}

function germanHundreds(word: string): number | undefined {
  const hundred = word.indexOf('hundert')
  if (hundred >= 0) {
    const head = hundred === 0 ? 1 : germanTens(word.slice(0, hundred))
    const rest = word.slice(hundred + 7).replace(/^und(?=.)/, '')
    const tail = rest === '' ? 0 : germanTens(rest)
    return head === undefined || tail === undefined || head > 99 ? undefined : head * 100 + tail
  }
  return germanTens(word)
}

function germanTens(word: string): number | undefined {
  const small = word === 'ein' ? 1 : NUMERALS.de[word]
  if (small !== undefined && small < 100) return small
  const link = word.indexOf('und')
  if (link <= 0) return undefined
  const ones = word.slice(0, link)
  const one = ones === 'ein' ? 1 : NUMERALS.de[ones]
  const ten = NUMERALS.de[word.slice(link + 3)]
  const isTen = ten >= 20 && ten <= 90
  return one === undefined || one > 9 || !isTen ? undefined : ten + one
}

/** The words of the tables, with their values by language. */
const KNOWN = new Map<string, Map<Language, number>>()
for (const language of LANGUAGES) {
  for (const [word, value] of Object.entries(NUMERALS[language])) {
    const values = KNOWN.get(word) ?? new Map<Language, number>()
    KNOWN.set(word, values.set(language, value))
  }
}
/** What a German numeral of several parts holds. */
const COMPOUND = /und|hundert|tausend/

/**
 * The value of a word that is a numeral in one of the languages, for each of them: seven, siebenundzwanzig. Undefined where it
 * is none. O(length).
 * @param word folded.
 */
export function numeralsOf(word: string): ReadonlyMap<Language, number> | undefined {
  const known = KNOWN.get(word)
  if (known !== undefined || !COMPOUND.test(word)) return known
  const value = germanNumeral(word)
  return value === undefined ? undefined : new Map([['de', value]])
}
