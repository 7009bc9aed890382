// What scanners and editors do to running text, in the words of the kind of text they do it to: each line is a clean
// text with its differences in brackets, [read/printed], and the classes they must get.
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'

type Line = readonly [classes: string, text: string]

const ENGLISH: readonly Line[] = [
  [
    'shape',
    'The Chairman said that the [d/cl]erk of the co[m/rn]er lot had been sold for the sum of ninety pounds.',
  ],
  [
    'shape shape',
    'A meeting of t[b/h]e shareholders was held on Monday evening; Mr. Brown [m/in] the chair.',
  ],
  ['other', 'Great numbers of people were present, and th[k/e] greatest enthusiasm prevailed throughout.'],
  [
    'hyphenation',
    'The officers of the lodge were in[-\n/]stalled by the Grand Master, who had come by rail.',
  ],
  [
    'spacing',
    'It was resolved that the Town Hall be[/ ]let for the evening at the usual charge of one guinea.',
  ],
  [
    'punctuation',
    'The barque Anna[./,] from Liverpool, arrived yesterday with a general cargo for the port.',
  ],
  ['number', 'The Customs revenue for the month amounted to £1[8/3],402, against £12,977 a year before.'],
  ['case', 'THE [Weather/WEATHER] in the northern districts has been dry, and the crops want rain badly.'],
  [
    'repetition',
    'The jury retired at four o’clock and returned with [the /]the verdict at a quarter to six.',
  ],
  [
    'omission',
    'The judge said that the prisoner was [/not ]guilty of the charge laid against him by the Crown.',
  ],
  [
    'insertion',
    'Passengers by the mail train[ ADVERTISEMENTS./] complained of the delay at the border station.',
  ],
]

const GERMAN: readonly Line[] = [
  ['shape', 'Da trat er an das Fen[f/ſ]ter und ſah hinaus in den Garten, in dem der Schnee noch lag.'],
  [
    'compatibility compatibility',
    'Wa[s/ſ] kümmert mich das, ſagte ſie leiſe, und ging an ihm vorbei in das Hau[ſ/s] zurück.',
  ],
  ['diacritic', 'Die V[o/ö]gel ſangen in den Zweigen der alten Linde, und niemand wußte, wie ſpät es war.'],
  ['diacritic', 'Die ſchönen H[a/aͤ]uſer ſtanden am Ufer des Fluſſes, in dem ſich die Lichter ſpiegelten.'],
  [
    'hyphenation',
    'Es war ein heller Herbſtmorgen, als die Geſell[¬\n/]ſchaft in zwei Wagen die Stadt verließ.',
  ],
  [
    'compatibility',
    'Er ging die Stra[ss/ß]e hinunter bis zum Markte, wo der Brunnen ſteht, und wartete dort lange.',
  ],
  ['omission', 'Der Angeklagte wurde von dem Gerichte für [/nicht ]ſchuldig erklärt und ſogleich entlaſſen.'],
]

const CHINESE: readonly Line[] = [
  [
    'shape',
    '重庆高新区飞[鸟/马]创新研究院、哈尔滨工业大学重庆研究院等多家研发机构参展，发布多项先进科技产品。',
  ],
  [
    'repetition',
    '为两国企业及相关机构开展科技人才、创新技术、产业资本交流对接和科技成果转[化/移]转化等提供服务。',
  ],
  [
    'linebreak',
    '打造对外科技创新合作平台体系，重庆已布局建设“一[\n\n/]带一路”联合实验室，累计投入超过五亿元。',
  ],
  [
    'punctuation',
    '集聚院士三十二名，建成省部级以上科研平台多个[，/、]其中有国家级平台，孵化科技企业八十余家。',
  ],
  ['script', '園區的研究院與企業共同開發新的產品，向各[國/国]客戶提供[樣/样]品和服務，得到了很好的評價。'],
  [
    'width',
    '会议于九点开始[,/，]由研究院的院长主持，来自各地的代表听取了关于今年工作情况的报告和明年的计划。',
  ],
  [
    'number',
    '据统计，今年前[三/五]个月，全市进出口总额同比增长明显，其中对沿线国家的出口增长最为突出和稳定。',
  ],
  [
    'foreign',
    '研究院的工程师[and/和]企业的技术人员一起讨论了新产品的设计方案，并且决定明年开始在当地生产和销售。',
  ],
  [
    'hyphenation',
    '航天新通科技有限公司、英特尔FP[-/]GA中国创新中心等多家研发机构参展，吸引众多海内外参展商的目光。',
  ],
]

function read([, text]: Line): { a: string; b: string } {
  const side = (pick: 1 | 2) => text.replace(/\[([^/\]]*)\/([^\]]*)\]/g, (...found) => found[pick] as string)
  return { a: side(1), b: side(2) }
}

describe.each([
  ['English', ENGLISH],
  ['German', GERMAN],
  ['Chinese', CHINESE],
])('%s', (_language, lines) => {
  test.each(lines)('%s: %s', (...line) => {
    const { a, b } = read(line)
    expect(a).not.toBe(b)
    const { edits, relation } = audit(a, b)
    expect(relation).not.toBe('unrelated')
    const names = edits.map((edit) => edit.class)
    const expected = line[0].split(' ')
    // Several places of one class may be told as one name.
    expect([...new Set(names)]).toEqual([...new Set(expected)])
  })
})
