import type { FastifyInstance } from 'fastify'

/** The code of the error for a body that is no JSON. */
export const NO_JSON = 'BODY_NO_JSON'

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads bodies as JSON in UTF-8, and takes no others: a byte that is no UTF-8 would become another character, in a text whose exact
 * form counts. Keys such as `__proto__` stay plain properties, and the checks that follow refuse what they do not know.
 */
export function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, bytes: Buffer, done) => {
    // Some clients declare the type of a body that they do not send.
    if (bytes.length === 0) return done(null, undefined)
    try {
      done(null, JSON.parse(decoder.decode(bytes)))
    } catch (error) {
      done(Object.assign(new Error(reasonOf(error as Error)), { code: NO_JSON }), undefined)
    }
  })
}

/** Without what the parser quotes of the body. */
function reasonOf(error: Error): string {
  if (!(error instanceof SyntaxError)) return 'the body is no UTF-8'
  const place = /position \d+/.exec(error.message)
  return `the body is no JSON${place === null ? '' : `, at ${place[0]}`}`
}

/** Whether a body comes as it is, in UTF-8, as far as its head says. */
export function isPlain(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = headers
  const { 'transfer-encoding': transfer = 'chunked' } = headers
  if (String(transfer).toLowerCase() !== 'chunked') return false
  const [, charset = 'utf-8'] = /;\s*charset="?([^;"\s]+)/i.exec(String(type)) ?? []
  return String(encoding).toLowerCase() === 'identity' && /^utf-?8$/i.test(charset)
}
