import { describe, expect, test } from 'vitest'
import { chooseEncoding } from '../../../src/read/bytes/detect.js'
import { decodeChosen } from '../../../src/read/bytes/decode-chosen.js'
import { decodeLoosely } from '../../../src/read/bytes/decode.js'
import { encodingNamed } from '../../../src/read/bytes/encoding.js'
import { guessAgainst } from '../../../src/read/bytes/guess.js'
import { encode, NEWS } from '../samples.js'

/** News in encodings of one and two bytes, a paragraph each. */
const TEXTS: Record<string, string> = {
  ...Object.fromEntries(Object.entries(NEWS).filter(([name]) => name !== 'utf-8' && name !== 'gb18030')),
  gbk: NEWS.gb18030!,
  'windows-1251':
    'Вчера городской совет обсуждал планы строительства новой школы на окраине города. В заседании приняли участие представители жителей, которые живут рядом.',
  'koi8-r':
    'Вчера городской совет обсуждал планы строительства новой школы на окраине города. В заседании приняли участие представители жителей, которые живут рядом.',
  'koi8-u':
    'Учора міська рада обговорювала плани будівництва нової школи на околиці міста. У засіданні взяли участь її мешканці, які живуть поруч із нею.',
  'iso-8859-7':
    'Το δημοτικό συμβούλιο συζήτησε χθες τα σχέδια για το νέο σχολείο στην άκρη της πόλης. Στη συνεδρίαση συμμετείχαν και κάτοικοι της περιοχής.',
  'windows-1256':
    'ناقش المجلس البلدي أمس خطط بناء المدرسة الجديدة على أطراف المدينة، وشارك في الاجتماع ممثلون عن السكان الذين يعيشون بالقرب منها.',
  'iso-8859-2':
    'Rada miejska omawiała wczoraj plany budowy nowej szkoły na skraju miasta. W posiedzeniu wzięli udział także mieszkańcy, którzy żyją w pobliżu, i część nauczycieli.',
}

const read = async (bytes: Uint8Array, label?: string) => {
  const choice = await chooseEncoding(bytes, label === undefined ? [] : [{ label, by: 'its header' }])
  const { text, warning } = decodeChosen(bytes, choice, 'a.txt')
  return { text, warning }
}

describe.each(Object.entries(TEXTS))('%s', (name, text) => {
  const bytes = encode(text, name)

  test('undeclared', async () => {
    expect((await read(bytes)).text).toBe(text)
  })

  test('declared', async () => {
    expect(await read(bytes, name)).toEqual({ text, warning: null })
  })

  test('cut off, where a character may be: the rest is read', async () => {
    const cut = bytes.subarray(0, -1)
    for (const { text: found } of [await read(cut), await read(cut, name)]) {
      expect(found.slice(0, -3)).toBe(text.slice(0, found.length - 3))
      expect(found.length).toBeGreaterThanOrEqual(text.length - 1)
    }
  })

  test('declared as another script: corrected with a warning, or read as declared', async () => {
    const wrongs = [
      'windows-1252',
      'iso-8859-1',
      'gb2312',
      'big5',
      'shift_jis',
      'windows-1251',
      'koi8-r',
      'iso-8859-2',
    ]
    let corrected = 0
    let wrong = 0
    for (const label of wrongs) {
      if (decodeLoosely(bytes, encodingNamed(label)) === text) continue
      wrong++
      const { text: found, warning } = await read(bytes, label)
      if (found !== text) continue
      corrected++
      // An encoding in which the text does not decode needs no warning, if its bytes surely say another.
      if (warning !== null) expect(warning).toContain(`its header names ${label}, in which it `)
    }
    // The other way round a right header would be overruled: chardet takes some scripts of one byte for another's.
    expect(corrected / wrong).toBeGreaterThanOrEqual(0.3)
  })
})

test('what overrules a declaration in which a text decodes is told, however sure it is', async () => {
  const { text, warning } = await read(encode(NEWS.gb18030!.repeat(3), 'gb18030'), 'windows-1251')
  expect(text).toBe(NEWS.gb18030!.repeat(3))
  expect(warning).toContain('its header names windows-1251, in which it makes no sense')
})

test.each([
  ['windows-1257', 'windows-1252', 50, 20],
  ['windows-1257', 'windows-1251', 25, 10],
  ['gbk', 'big5', 60, 30],
])('a guess against %s, %s, needs a confidence of %i and a lead', (label, name, confidence, rival) => {
  const declared = encodingNamed(label)
  const encoding = encodingNamed(name)
  const sample = encode(label === 'gbk' ? '会议讨论新学校的建设' : 'aptarė naujos posėdyje', label)
  const against = (best: number, other: number) =>
    guessAgainst(
      declared,
      [
        { encoding, confidence: best },
        { encoding: declared, confidence: other },
      ],
      sample,
    )
  expect(against(confidence, rival)).toBe(encoding)
  expect(against(confidence, rival + 1)).toBeNull()
  expect(against(confidence - 1, 0)).toBeNull()
})

test('what is declared holds where little speaks against it', async () => {
  for (const [label, text] of [
    ['iso-8859-2', 'Könyvtár'],
    ['windows-1251', 'Да'],
    ['gb2312', '会议'],
    [
      'windows-1257',
      'Vakar miesto taryba aptarė naujos mokyklos statybos planus, posėdyje dalyvavo ir gyventojai.',
    ],
  ] as const) {
    const name = encodingNamed(label).name
    expect(await read(encode(text, name), label)).toEqual({ text, warning: null })
  }
})

describe('text that was encoded twice', () => {
  const twice = (text: string) => decodeLoosely(encode(text), encodingNamed('windows-1252'))

  test.each([
    'Größe, Übung, Mädchen, schön',
    'déjà vu, à la fête, été',
    'Вчера городской совет',
    NEWS['utf-8']!,
  ])('%s is read as it is, with a warning', async (text) => {
    const wrong = twice(text)
    const { text: found, warning } = await read(encode(wrong))
    expect(found).toBe(wrong)
    expect(warning).toContain('as if it had been encoded twice')
  })

  test.each([
    ...Object.values(NEWS),
    'SÃO PAULO Â© 2024',
    'Ã©, says the expert, is mojibake: déjà, Größe, schön',
  ])('%s was not', async (text) => {
    expect((await read(encode(text))).warning).toBeNull()
  })
})
