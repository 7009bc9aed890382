/**
 * Letters, figures and kana that printed look alike: any two of a group. Groups overlap and do not chain: c is taken for
 * e where a hairline is worn, but nothing follows from two groups about a third.
 *
 * Left out, though they do happen, are pairs of frequent letters that misreading brings together no oftener than chance
 * does (a / e at 0.3 of chance, e / s at 0.2, n / r at 0.7; counted on the even texts of benchmarks/shape.bench.ts).
 *
 * Drawn up from what broken, blurred and run-together type makes of one letter, with black letter (Fraktur) and
 * the scripts that share letter forms with Latin.
 */
const GROUPS = [
  // Thin strokes, and what is left of letters whose hairlines did not print.
  'lI1|!iıt fflt lLf ſfl ſfs ſjf ij IJ1l IT1 itr trf ri rv rt',
  // Round and open letters.
  'ceo OQ0D OC CG0 G6 0oO QO cC DO',
  // Two uprights.
  'nu hb au an hk bd MN HN HM UV UO',
  // Slants and tails.
  'vy vw jy gq9 pg xr zr XK Yy VY VA Zz2 z2 xX ZB',
  // Bowls.
  'B8 B3 38 B8S S5 s5 s8 S8 bh b6 68 69 RB PR PF EF HB BE RK EL TY TF',
  'A4 7T 71 72 g8 LE KX',
  // Black letter.
  'kt kl kf kr xr yh BV bv CE EG RN RK NK SG GS WM Ww vd bd vb pv fk tk zg sß ßB ßh ſk',
  // Small letters of one form with their capitals, so that a capital beside them counts too.
  'oO0 sS5 vV wW xX zZ uUv kK pP',
  // Latin, Greek, Cyrillic.
  'AΑАΛ BΒВ CСϹ DԀ EΕЕ HΗН IΙІӀl JЈ KΚК MΜМ NΝ OΟО0 PΡР SЅ TΤТ XΧХ YΥУҮ ZΖ',
  'aаα cсϲ dԁ eеε gɡ hһ iіι jј kкκ mм nηпи oоοσ0 pрρ sѕ tтτ uυц vνѵ wωш xхχ yуγ zʐ bьвβß rгѓ 3зЗэ 4чЧ 6бσδ',
  'ип нп шщ цщ ьъы еёс',
  // Kana, bopomofo and Han of a few strokes.
  '一ーㄧ 二ニ 三ミ 八ハ 力カ 夕タ 口ロ囗 工エ 卜ト 千チ 厶ム 匕ヒ 才オ 亻イ 〇O0○ 丨l1|I 丶、 丿ノ 又ヌ 廾サ 匚コ',
  'へヘ べベ ぺペ りリ シツ ソンリ クワタ コユヨ ウワ アマ ナメ ヌス はほけ ろる わねれ めぬ ちさ きさ いり こに',
]

/** One letter for two or three: strokes that run together, or one that comes apart. */
const RUNS = [
  'm rn ni in nn iii ru ui iu nu lll ill ur tn',
  'n ii ri il ti',
  'u ii li il ll',
  'h li lı ii lt fi',
  'd cl ol el',
  'b lo ]o',
  'k lc ic lt fc',
  'w vv uu tv iv vy ui ir',
  'a ci oi cl',
  'g cj',
  'q cj',
  'B 13 l3 I3',
  'D l) I) 1)',
  'H ll I-I l-l Il lI tl',
  'K lC l< I<',
  'M lVl IVI NI ll',
  'N lV IV Il',
  'R lt Ii',
  'U ll li',
  'W VV',
  'ß tz fs ſs ff fz ſz ss',
  'ſ ff',
]

const MARKS = /\p{M}+/gu
/** Longest run of letters that one letter is taken for. */
const LONGEST = 3

interface Confusions {
  /** Number of each UTF-16 unit that occurs in a group; 0 for all others. */
  readonly letterOf: Uint8Array
  readonly letters: number
  /** Whether two letters look alike, by letterOf × letters + letterOf: as printed, and as folded. */
  readonly printed: Uint8Array
  readonly folded: Uint8Array
  /** The runs that each letter is taken for. */
  readonly runs: ReadonlyMap<string, ReadonlySet<string>>
}

let confusions: Confusions | undefined

function known(): Confusions {
  return (confusions ??= build())
}

/** Whether two units as printed look alike by the groups. */
export function confusable(a: number, b: number): boolean {
  const { letterOf, letters, printed } = known()
  return printed[letterOf[a] * letters + letterOf[b]] === 1
}

/** The same of folded units, where ſ is s and capitals are small. */
export function confusableFolded(a: number, b: number): boolean {
  const { letterOf, letters, folded } = known()
  return folded[letterOf[a] * letters + letterOf[b]] === 1
}

/**
 * Whether one text may be the other misread: letter by letter equal (case aside) or alike, one letter for a run of
 * two or three, and `alike` for the other characters. O(|a| · |b|).
 */
export function explained(a: string, b: string, alike: (a: string, b: string) => boolean): boolean {
  const width = b.length + 1
  const reached = new Uint8Array((a.length + 1) * width)
  reached[0] = 1
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      if (reached[i * width + j] === 0) continue
      if (sameOrConfusable(a[i], b[j]) || alike(a[i], b[j])) reached[(i + 1) * width + j + 1] = 1
      for (let length = 2; length <= LONGEST; length++) {
        if (isRun(b[j], a.slice(i, i + length), length)) reached[(i + length) * width + j + 1] = 1
        if (isRun(a[i], b.slice(j, j + length), length)) reached[(i + 1) * width + j + length] = 1
      }
    }
  }
  return reached[reached.length - 1] === 1
}

function sameOrConfusable(a: string, b: string): boolean {
  if (a === b || confusable(a.charCodeAt(0), b.charCodeAt(0))) return true
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  return x === y || confusable(x.charCodeAt(0), y.charCodeAt(0))
}

function isRun(letter: string, run: string, length: number): boolean {
  if (run.length !== length) return false
  const { runs } = known()
  return (
    runs.get(letter)?.has(run) === true || runs.get(letter.toLowerCase())?.has(run.toLowerCase()) === true
  )
}

/** A text without what shape does not depend on: width, ligatures, marks. ſ keeps its own shape. */
export function bare(text: string): string {
  return text
    .split('ſ')
    .map((part) => part.normalize('NFKD').replace(MARKS, '').normalize('NFKC'))
    .join('ſ')
}

function build(): Confusions {
  const groups = GROUPS.flatMap((line) => line.split(' '))
  const letterOf = new Uint8Array(0x10000)
  let letters = 1
  const number = (unit: number) => (letterOf[unit] ||= letters++)
  for (const group of groups) {
    for (let i = 0; i < group.length; i++) {
      number(group.charCodeAt(i))
      number(foldedUnit(group[i]))
    }
  }
  if (letters > 256) throw new RangeError('confusable: more letters than a byte numbers')
  const printed = new Uint8Array(letters * letters)
  const folded = new Uint8Array(letters * letters)
  const set = (table: Uint8Array, x: number, y: number) => {
    table[letterOf[x] * letters + letterOf[y]] = 1
    table[letterOf[y] * letters + letterOf[x]] = 1
  }
  for (const group of groups) {
    const capitals = /^[A-Z]+$/.test(group)
    for (let i = 0; i < group.length; i++) {
      for (let j = i + 1; j < group.length; j++) {
        set(printed, group.charCodeAt(i), group.charCodeAt(j))
        // B for R says nothing of b and r.
        if (!capitals) set(folded, foldedUnit(group[i]), foldedUnit(group[j]))
      }
    }
  }
  const runs = new Map(
    RUNS.map((line) => {
      const [letter, ...taken] = line.split(' ')
      return [letter, new Set(taken)]
    }),
  )
  return { letterOf, letters, printed, folded, runs }
}

/** Case folding of the letters above: none of them folds to more than one. */
function foldedUnit(letter: string): number {
  return (letter === 'ſ' ? 's' : letter.toLowerCase()).charCodeAt(0)
}
