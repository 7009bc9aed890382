import { describe, expect, test } from 'vitest'
import { compareFolded } from '../../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../../src/compare/relation.js'
import { accountOf, type Account } from '../../../src/dedupe/account/account.js'
import { fold } from '../../../src/text/fold.js'
import { CHINESE } from '../../families/chinese.js'
import { draw } from '../../families/draw.js'
import { GERMAN } from '../../families/german.js'
import { SPANISH } from '../../families/spanish.js'
import { noisy, random } from '../../noise.js'
import { TEXTS } from '../../perturb.js'
import { decisionBetween } from '../../ties.js'

function account(document: string, keeper: string): Account {
  const d = fold(document)
  const k = fold(keeper)
  return accountOf(d, k, compareFolded(d, k, DEFAULT_RELATE))
}

function goes(document: string, keeper: string): boolean {
  return decisionBetween(document, keeper)?.removed === true
}

/** A sentence long enough to be related to itself with something else in the one place, in several languages. */
const FRAMES = {
  en: (x: string) =>
    `The harbour office said on Thursday that ${x} at the north quay before noon, and that the ferry to the island would leave an hour later than usual for the rest of the week.`,
  de: (x: string) =>
    `Das Hafenamt teilte am Donnerstag mit, dass ${x} am Nordkai lagen, und dass die Fähre zur Insel für den Rest der Woche eine Stunde später als sonst abfahren werde.`,
  fr: (x: string) =>
    `Le bureau du port a annoncé jeudi que ${x} se trouvaient au quai nord, et que le bac pour les îles partirait une heure plus tard que de coutume dans la semaine.`,
  es: (x: string) =>
    `La oficina del puerto dijo el jueves que ${x} estaban en el muelle norte, y que la lancha de la isla saldría una hora más tarde que de costumbre por lo que queda de semana.`,
  zh: (x: string) =>
    `港务局星期四表示，${x}停靠在北码头，开往海岛的渡轮在本周剩余时间内将比平时晚一个小时开船，请旅客提前做好准备，注意查看码头公告。有关人员还介绍说，新航线的票价和班次将在下个月向社会公布。`,
}

describe('one place that differs: content', () => {
  test.each<[keyof typeof FRAMES, string, string]>([
    ['en', 'seven ships lay', 'eight ships lay'],
    ['en', '950 crates lay', '1,050 crates lay'],
    ['en', '9.5 tons lay', '10 tons lay'],
    ['en', '12 million crates lay', '12 billion crates lay'],
    ['en', 'it was -5 degrees', 'it was 5 degrees'],
    ['en', 'a crate cost $5', 'a crate cost €5'],
    ['en', '5 miles of rope lay', '5 kilometres of rope lay'],
    ['en', '500 crates lay', '500,000 crates lay'],
    ['en', 'five hundred crates lay', 'seven hundred crates lay'],
    ['en', 'Captain Hall lay', 'Captain Frost lay'],
    ['en', 'the price rose', 'the price fell'],
    ['en', 'the strike will begin', "the strike won't begin"],
    ['en', 'the quay is safe', "the quay isn't safe"],
    ['en', 'the ship halts', 'the ship resumes'],
    ['en', 'imports grew', 'exports grew'],
    ['en', 'the wind blew north', 'the wind blew south'],
    ['en', 'the detection began', 'the detention began'],
    ['de', 'sieben Schiffe', 'acht Schiffe'],
    ['de', 'siebenundzwanzig Schiffe', 'siebenunddreißig Schiffe'],
    ['de', 'die Schiffe', 'keine Schiffe'],
    ['de', 'beide nicht mehr dort', 'beide noch dort'],
    ['de', 'Güter zu 3,5 Euro', 'Güter zu 35 Euro'],
    ['fr', 'soixante-dix navires', 'soixante navires'],
    ['fr', 'des navires', 'jamais des navires'],
    ['es', 'treinta y cinco barcos', 'treinta y seis barcos'],
    ['es', 'los barcos', 'nunca los barcos'],
    ['zh', '三百艘货船', '五百艘货船'],
    ['zh', '3万吨货物', '3亿吨货物'],
    ['zh', '货船已经', '货船没有'],
    ['zh', '张建国的船', '李国平的船'],
  ])('%s: %s / %s', (language, a, b) => {
    const frame = FRAMES[language]
    expect(goes(frame(a), frame(b))).toBe(false)
    expect(goes(frame(b), frame(a))).toBe(false)
  })
})

describe('one place that differs: the same in another form', () => {
  test.each<[keyof typeof FRAMES, string, string]>([
    ['en', '10 ships lay', 'ten ships lay'],
    ['en', '1,050 crates lay', '1 050 crates lay'],
    ['en', '2.5 mln crates lay', '2,500,000 crates lay'],
    ['en', '11 to 20 ships lay', '11-20 ships lay'],
    ['en', '5 percent lay', '5 pct lay'],
    ['en', 'at 9:40 A.M. a ship lay', 'at 0940 a ship lay'],
    ['en', 'five hundred and two crates lay', '502 crates lay'],
    ['en', '9-1/2 tons lay', '9.5 tons lay'],
    ['en', 'a ship lay', 'A SHIP LAY'],
    ['en', 'a wine-red ship lay', 'a wine red ship lay'],
    ['en', 'ships lay', 'the ships lay'],
    ['en', 'a ship ship lay', 'a ship lay'],
    ['en', 'the 1ine of ships lay', 'the line of ships lay'],
    ['en', 'the committee sat', 'the comittee sat'],
    ['de', 'siebenundzwanzig Schiffe', '27 Schiffe'],
    ['de', 'dreihundertvierundzwanzigtausend Kisten', '324.000 Kisten'],
    ['de', 'Jhre Schiffe', 'Ihre Schiffe'],
    ['fr', 'soixante-dix-sept navires', '77 navires'],
    ['fr', 'quatre-vingt-onze navires', '91 navires'],
    ['es', 'treinta y cinco mil barcos', '35.000 barcos'],
    ['zh', '三百艘货船', '300艘货船'],
    ['zh', '3万吨货物', '30000吨货物'],
    ['zh', '停著三百艘货船', '停着三百艘货船'],
    ['en', 'the revs were low', 'the rev were low'],
    ['en', 'the quay is not repeat not safe', 'the quay is not safe'],
  ])('%s: %s / %s', (language, a, b) => {
    const frame = FRAMES[language]
    expect(account(frame(a), frame(b)).items.filter(({ content }) => content)).toEqual([])
    expect(goes(frame(a), frame(b))).toBe(true)
  })
})

const BODY = TEXTS[3]

describe('what a document has and its keeper has not', () => {
  test('a sentence in the middle of a passage is content one way, and none the other', () => {
    const sentence = ' Two clerks were dismissed for theft in the same week, and nobody was told of it.'
    const at = BODY.indexOf(' "We cannot')
    const longer = BODY.slice(0, at) + sentence + BODY.slice(at)
    expect(goes(longer, BODY)).toBe(false)
    expect(goes(BODY, longer)).toBe(true)
  })

  test('byline, dateline and copyright line are told by their place', () => {
    expect(goes(`By Staff Reporter\n\n${BODY}`, BODY)).toBe(true)
    expect(goes(`${BODY}\n\n© 2019 Wire Service. All rights reserved.`, BODY)).toBe(true)
    expect(goes(`${BODY}\n\nFollow us on our channel.`, BODY)).toBe(true)
    expect(goes(`12:40 All hikers have been found alive, police say.\n\n${BODY}`, BODY)).toBe(false)
    expect(goes(`${BODY}\n\nTwo people died.`, BODY)).toBe(false)
  })

  test('a byline loses nothing beside a page that holds the report in its middle', () => {
    const page = `Harbour News, written and set by people of this town. Weather, sports and tides on page four.\n\n${BODY}\n\nThe market hall opens at the end of the month; by then the roof will be whole again.`
    for (const line of [
      'By John Smith',
      'By Staff Reporter Jane Roe in London',
      'Von Hans Meier',
      'LONDON, June 3 —',
    ])
      expect(
        account(`${line}\n\n${BODY}`, page).items.filter(({ content }) => content),
        line,
      ).toEqual([])
    for (const line of [
      'Roof torn off by storm',
      'By storm torn: roof of baths',
      'Storm Tears Roof',
      'By 4,711 Votes',
    ])
      expect(account(`${line}\n\n${BODY}`, page).clean, line).toBe(false)
    expect(goes(`Smith Resigns\n\n${BODY}`, `Jones Quits Board\n\n${BODY}`)).toBe(false)
  })

  test('the first word of a fragment, begun in the middle, is no loss, and the whole of another word is', () => {
    const at = BODY.indexOf(' ', 200) + 4
    const fragment = BODY.slice(at)
    const cut = account(fragment, BODY)
    expect(cut.clean).toBe(true)
    expect(cut.items.map(({ explained }) => explained)).toEqual(['cut'])
    const likely =
      'likely that the ferry to the island leaves before noon, the harbour office told the county council.'
    expect(account(likely, `It is un${likely} ${BODY}`).clean).toBe(true)
    // There the keeper begins, too.
    expect(account(likely, `Un${likely} ${BODY}`).clean).toBe(false)
    // A capital begins a word.
    expect(account(`L${likely.slice(1)}`, `It is un${likely} ${BODY}`).clean).toBe(false)
    expect(account(`47 tons of coal lay ${BODY}`, `There 1147 tons of coal lay ${BODY}`).clean).toBe(false)
    // Only the first word of all.
    expect(account(`It is ${likely} ${BODY}`, `It is un${likely} ${BODY}`).clean).toBe(false)
  })

  test('a headline goes whose facts stand in the body, and no other', () => {
    expect(
      goes(`Committee considers report on water\n\n${BODY}`, `Sub-committee reports on supply\n\n${BODY}`),
    ).toBe(true)
    expect(
      goes(`Roof torn off swimming baths by storm\n\n${BODY}`, `Sub-committee reports on supply\n\n${BODY}`),
    ).toBe(false)
  })

  test('moved paragraphs are no loss', () => {
    const paragraphs = [TEXTS[3], TEXTS[4]]
    expect(goes(paragraphs.join('\n\n'), [...paragraphs].reverse().join('\n\n'))).toBe(true)
  })

  test('a copy broken off in the middle of a sentence goes, one that ends is tied', () => {
    expect(goes(BODY.slice(0, 430), BODY)).toBe(true)
    expect(goes(BODY.slice(0, BODY.indexOf('; the engineer')), BODY)).toBe(false)
    expect(goes(BODY.slice(0, BODY.indexOf(' "We cannot')), BODY)).toBe(false)
  })

  test('shared boilerplate joins no messages', () => {
    const offer = `\n\nRead on with a subscription: one pound a week for the first twelve weeks, then nine pounds a month. ${BODY}`
    expect(
      goes(
        `A storm has torn the roof off the swimming baths.${offer}`,
        `The county has bought the old station.${offer}`,
      ),
    ).toBe(false)
  })
})

describe('noise', () => {
  test('excuses a near miss where it was measured, and not elsewhere', () => {
    const { copy } = noisy(BODY.replaceAll(/\d/g, 'x'), 0.06, random(3))
    const clean = BODY.replaceAll(/\d/g, 'x')
    const { noise } = account(copy, clean)
    expect(noise.noisy).toBe(true)
    expect(account(clean.replace('summer', 'summed'), clean).clean).toBe(false)
  })

  test('excuses one digit of four, and no other figure', () => {
    const next = random(3)
    const copy = BODY.replaceAll(/[a-z]+/gu, (word) => noisy(word, 0.06, next).copy)
    expect(account(copy, BODY).noise.noisy).toBe(true)
    expect(account(copy, BODY).clean).toBe(true)
    expect(account(copy.replace('2019', '2079'), BODY).clean).toBe(true)
    expect(account(copy.replace('2019', '4711'), BODY).clean).toBe(false)
    expect(account(copy.replace('14 M', '25 M'), BODY).clean).toBe(false)
  })
})

describe('one place in a clean text', () => {
  const text = `${BODY} He met them hours before the storm.`
  const known = (word: string) => word !== 'bours'
  const goesWith = (document: string, keeper: string, knows?: (word: string) => boolean) => {
    const d = fold(document)
    const k = fold(keeper)
    return accountOf(d, k, compareFolded(d, k, DEFAULT_RELATE), knows).clean
  }

  test('is explained where the corpus knows one of two look-alikes', () => {
    const misread = text.replace('hours before', 'bours before')
    expect(goesWith(misread, text, known)).toBe(true)
    expect(goesWith(text, misread, known)).toBe(true)
    expect(goesWith(misread, text, () => true)).toBe(false)
    expect(goesWith(misread, text)).toBe(false)
  })

  test('is explained where the pair has one of two look-alikes often', () => {
    expect(goesWith(text.replace(' the ', ' tho '), text)).toBe(true)
    expect(goesWith(text.replace('hours before', 'bours before'), text)).toBe(false)
  })
})

test.each([
  ['German', GERMAN],
  ['Chinese', CHINESE],
])('%s: of reports of one form with noise on one side almost none goes for another', (_, family) => {
  const from = draw(21)
  const next = random(22)
  let wrong = 0
  for (const make of Object.values(family)) {
    for (let i = 0; i < 40; i++) {
      const [a, b] = [make(from), make(from)]
      if (a !== b && goes(noisy(a, i % 2 === 0 ? 0.03 : 0.08, next).copy, b)) wrong++
    }
  }
  // One in two hundred.
  expect(wrong).toBeLessThanOrEqual(1)
})

test('the reason says what an editor reads', () => {
  const reason = (document: string, keeper: string) => decisionBetween(document, keeper)?.reason
  expect(reason(FRAMES.en('the firm raises prices'), FRAMES.en('the firm lowers prices'))).toBe(
    'kept: raises / lowers',
  )
  expect(reason(`By Staff Reporter\n\n${BODY}`, BODY)).toBe('nothing lost but the byline')
  expect(reason(BODY.toUpperCase(), BODY)).toBe('nothing lost')
})

test('a text loses nothing to itself, and no number of a clean account is missing', () => {
  for (const text of TEXTS) {
    expect(account(text, text).items).toEqual([])
    const digits = text.match(/\d+/g) ?? []
    for (let i = 0; i < Math.min(6, digits.length); i++) {
      const other = text.replace(digits[i], `${Number(digits[i]) + 3}`)
      if (other !== text) expect(account(other, text).clean).toBe(false)
    }
  }
})

test.each([
  ['German', GERMAN],
  ['Chinese', CHINESE],
  ['Spanish', SPANISH],
])('%s: of reports of one form none goes for another', (_, family) => {
  const from = draw(20)
  for (const make of Object.values(family)) {
    for (let i = 0; i < 40; i++) {
      const [a, b] = [make(from), make(from)]
      if (a !== b) expect(goes(a, b), `${a}\n${b}`).toBe(false)
    }
  }
})
