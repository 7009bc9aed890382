import { expect, test } from 'vitest'
import { contentUnits } from '../../../src/dedupe/account/units.js'
import { fold } from '../../../src/text/fold.js'
import { spelled } from '../../naive/numerals.js'

/** Keys of all numbers of a text. */
function read(text: string): string[] {
  return [...contentUnits(fold(text)).numbers.values()].map(({ key }) => key)
}

test.each([
  ['1,050 and 1 050 and 1050', ['1050', '1050', '1050']],
  ['0.125 of the 4.625', ['0.125', '4625']],
  ['1,234.56', ['1234.56']],
  ['23.5 mln dlrs', ['23500000 usd']],
  ['$5, €5, £5, 5 %, 5 percent, 5 per cent', ['5 usd', '5 eur', '5 gbp', '5 pct', '5 pct', '5 pct']],
  ['at -5 or 11-20', ['-5', '11', '20']],
  ['½ or 9½ or 9-1/2 or 1/8', ['0.5', '9', '0.5', '9.5', '0.125']],
  ['26.4.1987', ['26', '4', '1987']],
  ['9:40 a.m., 9:40 p.m., 0940 GMT', ['time 940', 'time 2140', 'time 940']],
  ['five hundred and two of the seven', ['502', '7']],
  ['١٠٥٠ و ٣٥', ['1050', '35']],
  ['三百二十人，二〇二四年，3万元，1.5亿', ['320', '2024', '30000', '150000000']],
])('%s', (text, keys) => {
  expect(read(text)).toEqual(keys)
})

/** A few words that tell the language. */
const AROUND = { en: 'the of and', de: 'der die das und', fr: 'le les des du', es: 'el los de la' }

test.each(['en', 'de', 'fr', 'es'] as const)('%s: numerals are read from 0 to 999,999', (language) => {
  for (let value = 0; value < 1_000_000; value += value < 1000 ? 1 : 7919) {
    // The article of one thing is no number.
    if (value === 1 && language === 'fr') continue
    const text = `${AROUND[language]} ${spelled(value, language)} ${AROUND[language]}`
    expect(read(text), text).toEqual([String(value)])
  }
})
