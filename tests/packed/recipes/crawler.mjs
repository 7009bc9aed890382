// Runs the crawler of the README over three pages of a server of its own; the address of the recipe is the argument.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

const MONDAY =
  'The ferry will not sail on Monday while the new pier is measured by the engineers of the harbour board.'
const PAGES = {
  '/monday': MONDAY,
  '/reprint': `${MONDAY.toUpperCase()}\n`,
  '/tuesday': 'On Tuesday the band of the fire brigade plays in the town garden, if the weather is dry.',
}

let refused = false
const server = createServer((request, response) => {
  // The first page fails once, so that it is asked for again.
  if (!refused) {
    refused = true
    response.writeHead(500).end()
    return
  }
  response.setHeader('content-type', 'text/html')
  response.end(`<title>News</title><nav>Menu</nav><article>${PAGES[request.url]}</article>`)
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))

const { crawler } = await import(pathToFileURL(process.argv[2]))
const { port } = server.address()
// One after the other: which of two copies comes first is otherwise up to the network.
const statistics = []
for (const page of Object.keys(PAGES)) statistics.push(await crawler.run([`http://127.0.0.1:${port}${page}`]))
server.close()

assert.deepEqual(
  statistics.map(({ requestsFinished, requestsFailed }) => [requestsFinished, requestsFailed]),
  Object.keys(PAGES).map(() => [1, 0]),
)
const { items } = await crawler.getData()
assert.deepEqual(
  items.map(({ url, original }) => [url, original].map((one) => one && new URL(one).pathname)),
  [
    ['/monday', undefined],
    ['/reprint', '/monday'],
    ['/tuesday', undefined],
  ],
)
