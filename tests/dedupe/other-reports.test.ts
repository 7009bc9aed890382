import { expect, test } from 'vitest'
import { dedupe } from '../../src/dedupe/dedupe.js'

const club = (news: string) =>
  `The club said on Friday that ${news} after the meeting at the town hall, and the members will be told by letter before ` +
  'the end of the month.'

/** Two reports that a reader would not take for one, in a few words of many languages. */
const PAIRS: [a: string, b: string][] = [
  ...(
    [
      ['Leeds beat Ghent', 'Ghent beat Leeds'],
      ['it will play 3:1', 'it will play 1:3'],
      ['the change was +3', 'the change was -3'],
      ['it is minus 5 degrees', 'it is 5 degrees'],
      ['it paid $5 a head', 'it paid €5 a head'],
      ['it paid 5 percent', 'it paid 5 points'],
      ['1/2 of them left', '1/3 of them left'],
      ['they lost ½', 'they lost ¼'],
      ['Henry II is back', 'Henry III is back'],
      ['type A is out', 'type B is out'],
      ['the U-20 team won', 'the U-21 team won'],
      ['5-10 of them left', '5-11 of them left'],
      ['it is legal', 'it is illegal'],
      ['it was likely', 'it was unlikely'],
      ['the 4th of May is free', 'the 5th of May is free'],
      ['the price was 4.50', 'the price was 45.0'],
      ['nobody was hurt', 'somebody was hurt'],
      ['all members agreed', 'some members agreed'],
      ['it may close', 'it will close'],
      ['Mr Lane left', 'Mr Lang left'],
      ['Maria won', 'Mario won'],
      ['it gained 5 mm', 'it gained 5 cm'],
      ['it begins at 9 a.m.', 'it begins at 9 p.m.'],
      ['flight LH401 is late', 'flight LH410 is late'],
      ['it is in Austria', 'it is in Australia'],
      ['exports rose', 'imports rose'],
      ['it paid 100 dollars', 'it paid 100 thousand dollars'],
      ['it was up 5', 'it was down 5'],
      ['one should call 555-0134', 'one should call 555-0143'],
    ] as const
  ).map(([a, b]): [string, string] => [club(a), club(b)]),
  [
    'Der Verein teilte am Freitag mit, dass er eine Halle kauft und sie bis zum Ende des Jahres schließt.',
    'Der Verein teilte am Freitag mit, dass er keine Halle kauft und sie bis zum Ende des Jahres schließt.',
  ],
  [
    'Le club a annoncé vendredi qu’il ne vendra pas la salle avant la fin de l’année, selon le maire.',
    'Le club a annoncé vendredi qu’il vendra la salle avant la fin de l’année, selon le maire.',
  ],
  [
    'El club dijo el viernes que no venderá la sala antes de fin de año, según el alcalde de la ciudad.',
    'El club dijo el viernes que venderá la sala antes de fin de año, según el alcalde de la ciudad.',
  ],
  [
    'Клуб сообщил в пятницу, что не продаст зал до конца года, по словам мэра города.',
    'Клуб сообщил в пятницу, что продаст зал до конца года, по словам мэра города.',
  ],
  [
    'Η ομάδα ανακοίνωσε την Παρασκευή ότι δεν θα πουλήσει την αίθουσα πριν από το τέλος του έτους.',
    'Η ομάδα ανακοίνωσε την Παρασκευή ότι θα πουλήσει την αίθουσα πριν από το τέλος του έτους.',
  ],
  [
    'Klubben meddelade i fredags att den inte säljer hallen före årets slut, enligt borgmästaren.',
    'Klubben meddelade i fredags att den säljer hallen före årets slut, enligt borgmästaren.',
  ],
  [
    'Klub ogłosił w piątek, że nie sprzeda hali przed końcem roku, jak podał burmistrz miasta.',
    'Klub ogłosił w piątek, że sprzeda halę przed końcem roku, jak podał burmistrz miasta.',
  ],
  [
    'クラブは金曜日に、年末までにホールを売却すると発表した。市長も同意している。',
    'クラブは金曜日に、年末までにホールを売却しないと発表した。市長も同意している。',
  ],
  [
    '클럽은 금요일에 연말까지 강당을 판다고 발표했다. 시장도 동의했다.',
    '클럽은 금요일에 연말까지 강당을 안 판다고 발표했다. 시장도 동의했다.',
  ],
  [
    'أعلن النادي يوم الجمعة أنه سيبيع القاعة قبل نهاية العام بحسب رئيس البلدية',
    'أعلن النادي يوم الجمعة أنه لن يبيع القاعة قبل نهاية العام بحسب رئيس البلدية',
  ],
  [
    'สโมสรประกาศเมื่อวันศุกร์ว่าจะขายห้องโถงก่อนสิ้นปี นายกเทศมนตรีเห็นด้วย',
    'สโมสรประกาศเมื่อวันศุกร์ว่าจะไม่ขายห้องโถงก่อนสิ้นปี นายกเทศมนตรีเห็นด้วย',
  ],
  [
    'क्लब ने शुक्रवार को कहा कि वह साल के अंत तक हॉल बेचेगा, महापौर ने कहा।',
    'क्लब ने शुक्रवार को कहा कि वह साल के अंत तक हॉल नहीं बेचेगा, महापौर ने कहा।',
  ],
  [
    '俱乐部周五宣布，年底前将出售大厅。买入价为五万元。',
    '俱乐部周五宣布，年底前将出售大厅。卖出价为五万元。',
  ],
  ['俱乐部周五宣布，李强年底前将离任，市长同意。', '俱乐部周五宣布，李刚年底前将离任，市长同意。'],
  ['北京今日最高气温五度，夜间有风，市民注意保暖。', '北京今日最高气温零下五度，夜间有风，市民注意保暖。'],
  ['比赛结果：红队三比一胜蓝队，下一场周六举行。', '比赛结果：蓝队三比一胜红队，下一场周六举行。'],
]

test.each(PAIRS)('neither goes for the other: %s | %s', async (a, b) => {
  for (const [first, second] of [
    [a, b],
    [b, a],
  ]) {
    for await (const verdict of dedupe([first, second])) {
      expect(verdict.kept || verdict.match.decision.reason).toBe(true)
    }
  }
})
