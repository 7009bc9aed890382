// Writes signatures-v1.json: signatures in every form of format 1, so that every later version reads these very bytes
// and makes them again from the same texts.
//
//   node tests/vectors/generate-signatures.mjs > tests/vectors/signatures-v1.json
//
// To be run once for each format. A change that needs this file written again breaks signatures that people have stored.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { signatureOf } from './signature-of.mjs'

/** Texts made so that something in each is particular; the seed texts stand in fixtures/. */
const MADE = {
  empty: '',
  marks: ' —\n。，！…',
  letter: 'a',
  light: '转移转化',
  shingle: '共建创新之路',
  repeated: '龘'.repeat(60),
  english:
    'The committee met on Tuesday, 14 May 2019, to consider the report of its sub-committee on water supply.',
  traditional: '中國科學院與臺灣各界昨日上午在學校禮堂舉行紀念會，到會者數百人，秩序極爲整齊。',
  mixed: 'FPGA 芯片的ＡＩ加速 2.5 倍，比 GPU 省电 40％；詳見 IEEE Trans. Comput., ﬁg. 3。',
  kana: '昨日の会議では、新しい図書館の建設について話し合いが行われ、カタログの作成も決まった。',
  hangul: '위원회는 화요일에 모여 상수도에 관한 소위원회의 보고를 검토하였다. 각 회원은 의견을 말했다.',
  thai: 'คณะกรรมการประชุมเมื่อวันอังคารเพื่อพิจารณารายงานเรื่องการประปาในเมือง',
  arabic: 'اِجْتَمَعَتِ اللَّجْنَةُ يَوْمَ الثُّلَاثَاءِ لِلنَّظَرِ فِي التَّقْرِيرِ عَنِ الْمِيَاهِ',
  accents: 'Größere Äcker lagen brach; e\u0301te\u0301, naïve, ﬃ, Straße, İstanbul, ΣΊΣΥΦΟΣ.',
  pairs: '𠀀𠀁𠀂𠀃𠀄𠀅𠮷野家で👩‍👩‍👧と𝐀𝐁𝐂を見た。\ud800 lone \udc00',
}
const SEEDS = ['000', '001', '002', '003', '004']

export const seedText = (name) =>
  readFileSync(new URL(`../../fixtures/seeds/texts/${name}.txt`, import.meta.url), 'utf8')

function records() {
  const names = [...Object.keys(MADE), ...SEEDS]
  const records = []
  const add = (text, form) =>
    records.push({
      text,
      scheme: 'fss',
      shingles: 'local-8',
      k: 128,
      seed: 1,
      slotBits: 48,
      script: true,
      ...form,
    })
  for (const text of names) {
    for (const slotBits of [48, 8, 16, 32]) add(text, { slotBits })
    for (const shingles of ['local-8', 'char-2', 'word-3']) add(text, { shingles, script: false, k: 16 })
    for (const shingles of ['char-5', 'word-1']) add(text, { shingles, k: 32, slotBits: 16 })
    for (const scheme of ['datasketch-affine32', 'datasketch-affine64', 'datasketch-legacy', 'minhash-npm']) {
      const slotBits = scheme === 'datasketch-affine64' ? 64 : 32
      add(text, { scheme, shingles: 'tokens', slotBits, k: 16, script: false })
    }
    add(text, { scheme: 'fss', shingles: 'tokens', k: 16, script: false })
  }
  for (const k of [1, 2, 7, 100, 256, 1000]) for (const text of ['english', '001']) add(text, { k })
  for (const seed of [0, 2, 2 ** 31, 2 ** 32 - 1])
    for (const text of ['english', '001']) add(text, { seed, k: 32 })
  return records
}

async function library() {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/sketch/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const offprint = await library()
  const signatures = records().map((record) => {
    const signature = signatureOf(offprint, record, MADE[record.text] ?? seedText(record.text))
    return { ...record, base64: offprint.toBase64(signature) }
  })
  console.log(JSON.stringify({ format: 1, texts: MADE, signatures }, null, 2))
}
