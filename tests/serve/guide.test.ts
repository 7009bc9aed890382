// The guide of the service: its examples run against a service, its tables say what the service does.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../src/serve/limits.js'
import { REFUSALS } from '../../src/serve/refusal.js'
import { ROUTES } from '../../src/serve/http/routes.js'
import { parseArguments } from '../../src/cli/parse.js'
import { bundleCommand, type CommandBundle } from './processes.js'

const guide = readFileSync(new URL('../../.github/docs/service.md', import.meta.url), 'utf8')
/** The blocks of the guide, with their languages. */
const blocks = [...guide.matchAll(/^```(\w*)\n([^]*?)^```/gm)].map(([, language, text]) => ({
  language,
  text,
}))
const one = (language: string, part: string) =>
  blocks.find((block) => block.language === language && block.text.includes(part))!.text
const has = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0

let bundle: CommandBundle
beforeAll(async () => void (bundle = await bundleCommand()), 60_000)
afterAll(() => bundle.close())

async function served(): Promise<string> {
  const { url, stop } = await bundle.serve('memory:')
  onTestFinished(async () => void (await stop()))
  return url
}

test.runIf(has('python3'))('the client in Python prints what the guide shows', async () => {
  const url = await served()
  const client = one('python', 'urllib').replace('http://127.0.0.1:8417', url)
  const { stdout, stderr } = spawnSync('python3', ['-'], { input: client, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe(one('', 'is new'))
  expect(client.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(10)
})

test.runIf(has('python3'))(
  'a client that sends all before it reads is told that it is too much',
  async () => {
    const client = one('python', 'urllib')
      .split('\nnotice')[0]
      .replace('http://127.0.0.1:8417', await served())
    const more =
      'try: ask("/query", {"text": "x" * 50_000_000})\nexcept Exception as error: print(error.code, error.read().decode())\n'
    const { stdout } = spawnSync('python3', ['-'], { input: `${client}\n${more}`, encoding: 'utf8' })
    expect(stdout).toMatch(/^413 .*"ERR_BODY_SIZE"/)
  },
)

test.runIf(has('curl'))('curl is answered as the guide shows', async () => {
  const url = await served()
  const command = one('sh', 'curl').replace('http://127.0.0.1:8417', url)
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  expect(JSON.parse(stdout)).toEqual(JSON.parse(one('json', 'kept')))
})

test('the commands of the guide are commands', () => {
  const { mcpServers } = JSON.parse(one('json', 'mcpServers'))
  const { command, args } = mcpServers.offprint
  expect(command).toBe('npx')
  expect(parseArguments(args.slice(1), process)).toMatchObject({
    command: 'mcp',
    job: { store: '/data/seen', write: true },
  })
  const [, line] = /^npx offprint (.*)$/m.exec(one('sh', 'npx'))!
  expect(parseArguments(line.split(' '), process)).toMatchObject({
    command: 'serve',
    job: {
      store: 'seen',
      host: '127.0.0.1',
      port: 8417,
      maxBody: DEFAULT_LIMITS.body,
      maxText: DEFAULT_LIMITS.text,
      maxBatch: DEFAULT_LIMITS.batch,
      maxRequests: DEFAULT_LIMITS.requests,
      timeout: DEFAULT_LIMITS.timeout / 1000,
    },
  })
  expect(guide).toContain('16 MB, texts of 1,000,000 characters, 1,000 documents')
})

test('the tables have every address, and every refusal with its status', () => {
  const addresses = [...guide.matchAll(/^\| `(GET|POST|DELETE) (\S+)` /gm)].map(
    ([, method, path]) => `${method} ${path}`,
  )
  expect(addresses).toEqual(ROUTES.map(({ method, path }) => `${method} ${path.replace(':id', 'ID')}`))
  const told = [...guide.matchAll(/^\| (\d{3}) +\| (.*?) \|/gm)].flatMap(([, status, codes]) =>
    [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => [code, Number(status)]),
  )
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(Object.entries(REFUSALS).map(([code, [status]]) => [code, status])),
  )
})
