// `offprint mcp`: a client of the protocol starts the command, as an agent does.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { jsonLines, offprint } from '../cli/runner.js'
import { workspace } from '../workspace.js'
import { bundleCommand, type CommandBundle } from './processes.js'

const STORY =
  'The council met on Tuesday evening in the great hall to discuss the plans for a new school at the edge of the old town. ' +
  'The mayor said that the building would be ready before the winter, and that nobody would have to walk in the rain.'

let bundle: CommandBundle
beforeAll(async () => void (bundle = await bundleCommand()), 60_000)
afterAll(() => bundle.close())

async function agent(...argv: string[]) {
  const client = new Client({ name: 'test', version: '1' })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bundle.script, 'mcp', ...argv],
    stderr: 'ignore',
  })
  await client.connect(transport)
  onTestFinished(() => client.close())
  const call = async (name: string, given: object) => {
    const { structuredContent, isError, content } = await client.callTool({
      name,
      arguments: given as Record<string, unknown>,
    })
    expect(JSON.parse((content as { text: string }[])[0].text)).toEqual(structuredContent)
    return { answer: structuredContent, isError }
  }
  const names = (await client.listTools()).tools.map(({ name }) => name)
  return { client, call, names }
}

test('an agent remembers, asks and compares', async () => {
  const { root } = workspace()
  const { call, names } = await agent(`${root}/seen`, '--write')
  expect(names).toEqual(['have_we_seen', 'compare', 'remember'])
  expect(await call('have_we_seen', { text: STORY })).toEqual({
    answer: { matches: [], truncated: false },
    isError: false,
  })
  expect(await call('remember', { id: 'a', text: STORY })).toMatchObject({ answer: { id: 'a', kept: true } })
  expect(await call('remember', { id: 'b', text: `${STORY} ` })).toMatchObject({
    answer: { kept: false, keeper: 'a' },
  })
  expect(await call('remember', { id: 'a', text: 'other' })).toMatchObject({
    answer: { error: { code: 'ERR_DUPLICATE_ID' } },
    isError: true,
  })
  expect(await call('have_we_seen', { text: STORY })).toMatchObject({ answer: { matches: [{ id: 'a' }] } })
  expect(await call('compare', { a: STORY, b: STORY })).toMatchObject({ answer: { relation: 'duplicate' } })
})

test('what an agent gets wrong is told, with its code', async () => {
  const { root } = workspace()
  const { call, client } = await agent(`${root}/seen`, '--write', '--max-text', '100')
  for (const [name, given, code] of [
    ['have_we_seen', {}, 'ERR_ARGUMENT'],
    ['have_we_seen', { text: 3 }, 'ERR_ARGUMENT'],
    ['have_we_seen', { text: 'a', __proto__x: 1 }, 'ERR_ARGUMENT'],
    ['have_we_seen', { text: STORY }, 'ERR_TEXT_SIZE'],
    ['compare', { a: 'a' }, 'ERR_ARGUMENT'],
    ['remember', { id: null, text: 'a' }, 'ERR_ARGUMENT'],
  ] as const) {
    expect(await call(name, given)).toMatchObject({ answer: { error: { code } }, isError: true })
  }
  await expect(client.callTool({ name: 'forget', arguments: {} })).rejects.toThrow(
    'there is no tool "forget"',
  )
})

test('without --write nothing can be entered, and no store is made', async () => {
  const { root } = workspace()
  expect(await offprint(['mcp', `${root}/seen`])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('ERR_INPUT'),
  })
  const first = await agent(`${root}/seen`, '--write')
  await first.call('remember', { id: 'a', text: STORY })
  await first.client.close()
  const { names, client, call } = await agent(`${root}/seen`)
  expect(names).toEqual(['have_we_seen', 'compare'])
  await expect(client.callTool({ name: 'remember', arguments: { id: 'b', text: STORY } })).rejects.toThrow(
    'no tool',
  )
  expect(await call('have_we_seen', { text: STORY })).toMatchObject({ answer: { matches: [{ id: 'a' }] } })
})

test('ends with its input, after it has answered what was asked', async () => {
  const { root } = workspace()
  const line = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  })
  const call = JSON.stringify({
    jsonrpc: '2.0',
    id: 2,
    method: 'tools/call',
    params: { name: 'remember', arguments: { id: 'a', text: STORY } },
  })
  const ready = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })
  const told = await offprint(['mcp', `${root}/seen`, '--write'], { stdin: `${line}\n${ready}\n${call}\n` })
  expect(told).toMatchObject({ code: 0, stderr: '' })
  const [greeting, answer] = jsonLines(told.stdout)
  expect(greeting).toMatchObject({ id: 1, result: { serverInfo: { name: 'offprint' } } })
  expect(answer).toMatchObject({ id: 2, result: { structuredContent: { id: 'a', kept: true } } })
})

test('the door of agents has less than 150 lines', () => {
  const source = readFileSync(new URL('../../src/serve/mcp.ts', import.meta.url), 'utf8')
  expect(source.split('\n').length).toBeLessThan(150)
})
