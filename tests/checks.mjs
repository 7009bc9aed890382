// What has to hold before the tests run: types, lint, format and the build, as package.json has them. As many run at a time as there
// are cores; one after the other they took twice as long, since each takes one core.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const steps = (name) => scripts[name].split(' && ')

// All but the last write sources, which the other checks read.
const sources = steps('build')
const bundle = sources.pop()
const [types, ...typesOfPages] = steps('typecheck')
// The longest first.
const checks = [bundle, types, ...steps('format:check'), ...typesOfPages, ...steps('lint')]

/** Runs a command; prints what it said when it has ended, so that two do not speak at once. */
function run(command) {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    child.on('close', (status) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`\n> ${command} (${seconds} s${status === 0 ? '' : ', FAILED'})`)
      process.stdout.write(Buffer.concat(said))
      resolve(status === 0)
    })
  })
}

async function lane() {
  for (let next = checks.shift(); next !== undefined; next = checks.shift()) {
    if (!(await run(next))) process.exitCode = 1
  }
}

for (const command of sources) if (!(await run(command))) process.exit(1)
await Promise.all(Array.from({ length: availableParallelism() }, lane))
