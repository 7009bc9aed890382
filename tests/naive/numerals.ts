/** Numerals as they are written out, 0 to 999,999: the way back from what the account reads. */
export function spelled(value: number, language: 'en' | 'de' | 'fr' | 'es'): string {
  return { en: english, de: german, fr: french, es: spanish }[language](value)
}

const words = (text: string) => text.split(' ')

const EN = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)
const EN_TENS = words('- - twenty thirty forty fifty sixty seventy eighty ninety')
function english(n: number): string {
  if (n < 20) return EN[n]
  if (n < 100) return EN_TENS[Math.floor(n / 10)] + (n % 10 ? `-${EN[n % 10]}` : '')
  if (n < 1000) return `${EN[Math.floor(n / 100)]} hundred${n % 100 ? ` and ${english(n % 100)}` : ''}`
  return `${english(Math.floor(n / 1000))} thousand${n % 1000 ? ` ${english(n % 1000)}` : ''}`
}

const DE = words(
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
)
const DE_TENS = words('- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig')
function german(n: number): string {
  const inside = (m: number) => (m === 1 ? 'ein' : german(m))
  if (n < 20) return DE[n]
  if (n < 100) return (n % 10 ? `${inside(n % 10)}und` : '') + DE_TENS[Math.floor(n / 10)]
  if (n < 1000) return `${inside(Math.floor(n / 100))}hundert${n % 100 ? german(n % 100) : ''}`
  const thousands = Math.floor(n / 1000)
  return `${thousands % 100 === 1 && thousands > 1 ? `${inside(Math.floor(thousands / 100))}hundertein` : inside(thousands)}tausend${n % 1000 ? german(n % 1000) : ''}`
}

const FR = words(
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
)
const FR_TENS = words('- - vingt trente quarante cinquante soixante')
function french(n: number): string {
  if (n < 20) return FR[n]
  if (n < 70)
    return FR_TENS[Math.floor(n / 10)] + (n % 10 === 0 ? '' : n % 10 === 1 ? ' et un' : `-${FR[n % 10]}`)
  if (n < 80) return `soixante${n === 71 ? ' et ' : '-'}${FR[n - 60]}`
  if (n < 100) return n === 80 ? 'quatre-vingts' : `quatre-vingt-${FR[n - 80]}`
  const hundreds = Math.floor(n / 100)
  if (n < 1000)
    return `${hundreds > 1 ? `${FR[hundreds]} ` : ''}cent${n % 100 ? ` ${french(n % 100)}` : hundreds > 1 ? 's' : ''}`
  const thousands = Math.floor(n / 1000)
  return `${thousands > 1 ? `${french(thousands)} ` : ''}mille${n % 1000 ? ` ${french(n % 1000)}` : ''}`
}

const ES = words(
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
)
const ES_TENS = words('- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa')
const ES_HUNDREDS = words(
  '- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos',
)
function spanish(n: number): string {
  if (n < 30) return ES[n]
  if (n < 100) return ES_TENS[Math.floor(n / 10)] + (n % 10 ? ` y ${ES[n % 10]}` : '')
  if (n === 100) return 'cien'
  if (n < 1000) return ES_HUNDREDS[Math.floor(n / 100)] + (n % 100 ? ` ${spanish(n % 100)}` : '')
  const thousands = Math.floor(n / 1000)
  return `${thousands > 1 ? `${spanish(thousands)} ` : ''}mil${n % 1000 ? ` ${spanish(n % 1000)}` : ''}`
}
