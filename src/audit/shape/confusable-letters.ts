/**
 * Groups of letters, figures and kana that look alike in print: any two of a group. Groups overlap and do not chain: c is
 * taken for e where a hairline is worn, but two groups that share a letter say nothing of their other letters.
 *
 * The groups collect what broken, blurred and run-together type makes of one letter, with black letter (Fraktur) and the
 * scripts that share letter forms with Latin. They leave out pairs of frequent letters that misreading brings together no
 * oftener than chance does, though such errors happen (a / e at 0.3 of chance, e / s at 0.2, n / r at 0.7; counted on the
 * even texts of benchmarks/shape.bench.ts).
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
  '一ーㄧ—–―─-‐−－ 二ニ= 三ミ≡ 八ハ 力カ 夕タ 口ロ囗□ 工エ 卜ト 千チ 厶ム 匕ヒ 才オ 亻イ 〇O0○ 丨l1|I 丶、 丿ノ 又ヌ 廾サ 匚コ',
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

/** Length of the longest run. */
export const LONGEST_RUN = 3

/** The groups and runs above, to look letters up in. */
interface LetterTable {
  /** Number of each UTF-16 unit that occurs in a group; 0 for all others. */
  readonly letterOf: Uint8Array
  readonly letters: number
  /** 1 where two letters as printed are confusable, by letterOf × letters + letterOf. */
  readonly printed: Uint8Array
  /** The same of letters as folded. */
  readonly folded: Uint8Array
  /** 1 where a letter as printed is taken for a run that begins with another, whatever the case of both; no 0 is wrong. */
  readonly begins: Uint8Array
  /** The runs that each letter is taken for. */
  readonly runs: ReadonlyMap<string, ReadonlySet<string>>
}

let table: LetterTable | undefined

/** The table, made on first use. */
function letterTable(): LetterTable {
  return (table ??= build())
}

/** Whether two UTF-16 units as printed are in one group. O(1). */
export function confusableLetters(a: number, b: number): boolean {
  const { letterOf, letters, printed } = letterTable()
  return printed[letterOf[a] * letters + letterOf[b]] === 1
}

/** The same of folded units, where ſ is s and capitals are small. O(1). */
export function confusableFolded(a: number, b: number): boolean {
  const { letterOf, letters, folded } = letterTable()
  return folded[letterOf[a] * letters + letterOf[b]] === 1
}

/** Whether a letter is taken for a run of two or three, as printed or both as small letters. O(1). */
export function confusableRun(letter: string, run: string): boolean {
  const { runs } = letterTable()
  return (
    runs.get(letter)?.has(run) === true || runs.get(letter.toLowerCase())?.has(run.toLowerCase()) === true
  )
}

/**
 * Whether a letter may be taken for a run that begins with another: what to ask before a run is cut out for
 * `confusableRun`. Takes UTF-16 units as printed; true for some letters of which it is not so. O(1).
 */
export function beginsRun(letter: number, first: number): boolean {
  const { letterOf, letters, begins } = letterTable()
  return begins[letterOf[letter] * letters + letterOf[first]] === 1
}

function build(): LetterTable {
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
  const lines = RUNS.map((line) => line.split(' '))
  for (const line of lines) {
    for (const string of line) {
      number(string.charCodeAt(0))
      for (const one of forms(string[0])) number(one)
    }
  }
  if (letters > 256) throw new RangeError('confusable letters: more than a byte can number')
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
  const begins = new Uint8Array(letters * letters)
  for (const [letter, ...taken] of lines) {
    for (const one of forms(letter)) {
      for (const run of taken)
        for (const first of forms(run[0])) begins[letterOf[one] * letters + letterOf[first]] = 1
    }
  }
  const runs = new Map(lines.map(([letter, ...taken]) => [letter, new Set(taken)]))
  return { letterOf, letters, printed, folded, begins, runs }
}

/** The units that have a letter for their small one: itself, its capital, and two that are no capital of it. */
function forms(letter: string): number[] {
  const more = letter === 'ß' ? 'ẞ' : letter === 'k' ? '\u212a' : letter.toUpperCase()
  return [letter, letter.toUpperCase(), more].map((form) => form.charCodeAt(0))
}

/** Case folding of the letters above: none of them folds to more than one. */
function foldedUnit(letter: string): number {
  return (letter === 'ſ' ? 's' : letter.toLowerCase()).charCodeAt(0)
}
