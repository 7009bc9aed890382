import { Readable, type Writable } from 'node:stream'
import { loadPeer } from '../kernel/peer.js'
import type { Io } from '../job/io.js'
import { VERSION } from '../job/version.js'
import type { GivenDocument, GivenPair, GivenQuery, Handler } from './handler.js'
import { openHandler } from './opened.js'
import type { McpJob } from './options.js'
import type { Answer } from './refusal.js'
import { REQUESTS, type Schema } from './schemas.js'

/** A tool of an agent: an answer of the handler under another name. */
interface Tool {
  readonly description: string
  readonly input: Schema
  readonly writes: boolean
  call(handler: Handler, given: unknown): Promise<Answer<unknown>> | Answer<unknown>
}

/** Matches that an agent is told unless it asks for more: each is some 500 bytes of its context. */
const MATCHES = 5

const TOOLS: Readonly<Record<string, Tool>> = {
  have_we_seen: {
    description:
      'Says which remembered documents a text repeats, whole or in part, and how much of it. Remembers nothing. No match: the text is new.',
    input: REQUESTS.Query,
    writes: false,
    call: (handler, given) => handler.query({ limit: MATCHES, ...(given as GivenQuery) }),
  },
  compare: {
    description: 'Says how two texts are related, what they share, and every place where they differ.',
    input: REQUESTS.Pair,
    writes: false,
    call: (handler, given) => handler.compare(given as GivenPair),
  },
  remember: {
    description:
      'Decides whether a document is new, and remembers it if it is. A repeat with the same id and text is told the same.',
    input: REQUESTS.Document,
    writes: true,
    call: async (handler, given) => {
      const told = await handler.remember([given as GivenDocument], true)
      if ('refusal' in told) return told
      const [one] = told.answer
      return 'error' in one ? { refusal: one.error } : { answer: one }
    },
  },
}

/** The parts of the protocol's package that are used. */
async function loadProtocol() {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js')
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/sdk/validation/ajv')
  const types = await import('@modelcontextprotocol/sdk/types.js')
  return { Server, StdioServerTransport, AjvJsonSchemaValidator, ...types }
}

/**
 * Answers an agent on standard input and output until the input ends or the user interrupts: `have_we_seen`, `compare`, and, where
 * the job lets it write, `remember`.
 * @throws OffprintError `ERR_PACKAGE`; `ERR_INPUT` where there is no store and none may be made; what `openSharedIndex` throws.
 */
export async function runMcp(job: McpJob, io: Io): Promise<void> {
  const protocol = await loadPeer('@modelcontextprotocol/sdk', loadProtocol)
  const { handler, close } = await openHandler(job, 1, job.write !== true)
  try {
    await serveTools(protocol, handler, job.write === true, io)
  } finally {
    await close()
  }
}

type Protocol = Awaited<ReturnType<typeof loadProtocol>>

async function serveTools(protocol: Protocol, handler: Handler, write: boolean, io: Io): Promise<void> {
  const { Server, StdioServerTransport, AjvJsonSchemaValidator } = protocol
  const { ListToolsRequestSchema, CallToolRequestSchema, McpError, ErrorCode } = protocol
  const tools = Object.entries(TOOLS).filter(([, { writes }]) => write || !writes)
  const validator = new AjvJsonSchemaValidator()
  const checks = new Map(tools.map(([name, { input }]) => [name, validator.getValidator(input)]))
  const server = new Server({ name: 'offprint', version: VERSION }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(([name, { description, input, writes }]) => ({
      name,
      description,
      inputSchema: input as { type: 'object' },
      annotations: {
        readOnlyHint: !writes,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    })),
  }))
  const atWork = new Set<Promise<unknown>>()
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: given = {} } }) => {
    const check = checks.get(name)
    if (check === undefined)
      throw new McpError(ErrorCode.InvalidParams, `there is no tool ${JSON.stringify(name)}`)
    const { valid, errorMessage } = check(given)
    if (!valid) return result({ error: { code: 'ERR_ARGUMENT', message: errorMessage } }, true)
    const work = Promise.resolve(TOOLS[name].call(handler, given))
    atWork.add(work)
    const told = await work.finally(() => atWork.delete(work))
    return 'refusal' in told ? result({ error: told.refusal }, true) : result(told.answer, false)
  })
  const input = Readable.from(io.stdin, { objectMode: false })
  await server.connect(new StdioServerTransport(input, io.stdout as Writable))
  await ended(input, io.signal)
  await Promise.allSettled(atWork)
  // The answers are on their way to the stream.
  await new Promise((resolve) => setImmediate(resolve))
  await server.close()
}

/** An answer as the protocol has it: as JSON for the agent, and as an object for its program. */
function result(answer: unknown, isError: boolean) {
  const text = JSON.stringify(answer)
  return {
    content: [{ type: 'text' as const, text }],
    structuredContent: answer as Record<string, unknown>,
    isError,
  }
}

function ended(input: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    input.once('close', resolve)
    input.once('end', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
