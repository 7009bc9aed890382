// How much processor time the command takes to start, beyond what Node takes to start with an empty module. Builds the command
// into a folder of its own, and runs everything in interleaved rounds: a slow spell of the machine hits all of it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { keepRecord, median, report, SMOKE } from './harness.js'

const ROUNDS = SMOKE ? 1 : 31
/** Milliseconds of processor time that Node took on a quiet core of the machine of the record: what ratios are told in. */
const NODE = 75
const SEEDS = 'fixtures/seeds/texts'

const NOTICE =
  'When the lighthouse keeper of the island retired last spring, nobody in the village believed that a successor would be ' +
  'found. The tower had stood empty through two winters, and the road which leads to it is under water twice a day.'

// Inside the repository, so that commander resolves.
const work = mkdtempSync(path.resolve('node_modules/.start-'))
try {
  const dist = path.join(work, 'dist')
  execFileSync(process.execPath, ['node_modules/tsup/dist/cli-default.js', '--outDir', dist, '--no-dts'], {
    stdio: SMOKE ? 'ignore' : ['ignore', 'ignore', 'inherit'],
  })
  const file = (name: string, text: string) => {
    writeFileSync(path.join(work, name), text)
    return path.join(work, name)
  }
  const cli = path.join(dist, 'cli.js')
  const english = [file('a.txt', NOTICE), file('b.txt', NOTICE.replace('village', 'vi11age'))]
  const commands: readonly (readonly [name: string, argv: readonly string[]])[] = [
    ['node, an empty module', [file('empty.mjs', '')]],
    ['--version', [cli, '--version']],
    ['--help', [cli, '--help']],
    ['compare, two of 200 letters', [cli, 'compare', ...english]],
    ['compare, Chinese of 2,000 and 5,500', [cli, 'compare', `${SEEDS}/000.txt`, `${SEEDS}/001.txt`]],
    ['dedupe, two files', [cli, 'dedupe', ...english]],
  ]
  const times = commands.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    commands.forEach(([, argv], i) => times[i].push(processorTime(argv)))
  }
  const [node] = times.map(median)
  report(`processor time, medians of ${ROUNDS} rounds; Node itself ${node.toFixed(0)} ms`)
  report(`beyond Node: × Node, and as milliseconds where Node takes ${NODE}`)
  for (const [i, [name]] of commands.entries()) {
    if (i === 0) continue
    const beyond = median(times[i].map((time, round) => time / times[0][round])) - 1
    report(`${name.padEnd(36)} ${beyond.toFixed(2).padStart(6)} ${(beyond * NODE).toFixed(0).padStart(6)} ms`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
keepRecord('start')

/** Processor time of one run of Node, in milliseconds: what the system says of the children of a shell that runs it. */
function processorTime(argv: readonly string[]): number {
  const script = '"$@" > /dev/null 2>&1; times'
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...argv], {
    encoding: 'utf8',
  })
  // Second line: user and system time of the children, as 0m0.123s.
  const children = stdout.trim().split('\n')[1]
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60_000 * Number(minutes) + 1000 * Number(seconds),
    0,
  )
}
