// What the command does, shown on the fixtures: `npm run demo`. Run as a script once the package is built.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command lines, and what each of them answers. */
export const STEPS = [
  {
    why: 'A newspaper page, read by a scanner, and an article from the web: how are they related, and where do they differ?',
    argv: ['compare', 'fixtures/seeds/texts/000.txt', 'fixtures/seeds/texts/001.txt'],
  },
  {
    why:
      'Both among pages, reports that only look alike, and copies of one text, clean and scanned. What is removed lacks\n' +
      'nothing that its keeper has not; what is tied resembles another and stays, because it says something else.',
    argv: [
      'dedupe',
      '--show',
      'tied',
      'fixtures/{seeds/texts,bulletin-*,hyphenation,hocr,tesseract-tsv}/*.txt',
    ],
  },
]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { why, argv } of STEPS) {
    console.log(`\n${why}\n\n$ offprint ${argv.join(' ')}\n`)
    const { status } = spawnSync(process.execPath, ['dist/cli.js', ...argv], { stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 2)
  }
}
