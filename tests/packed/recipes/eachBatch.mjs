// Runs the `eachBatch` of the README by the runner of kafkajs, without a broker; the path of the recipe is the argument.
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import kafkajs from 'kafkajs'
import Batch from 'kafkajs/src/consumer/batch.js'
import Runner from 'kafkajs/src/consumer/runner.js'
import Emitter from 'kafkajs/src/instrumentation/emitter.js'
import { openIndex } from 'offprint/node'

const DAY = 24 * 3600 * 1000
const MONDAY =
  'The ferry will not sail on Monday while the new pier is measured by the engineers of the harbour board.'
const TUESDAY = 'On Tuesday the band of the fire brigade plays in the town garden, if the weather is dry.'

/** Offsets resolved, and how many documents the saved index held by then. */
const resolved = []
const opened = []
const logger = new kafkajs.Kafka({ brokers: ['localhost:9092'], logLevel: kafkajs.logLevel.NOTHING }).logger()
const consumerGroup = {
  resolveOffset: ({ offset }) =>
    opened.push(openIndex('topics').then(({ size }) => resolved.push([offset, size]))),
  heartbeat: async () => {},
  commitOffsets: async () => {},
  commitOffsetsIfNecessary: async () => {},
  uncommittedOffsets: () => ({ topics: [] }),
  hasSeekOffset: () => false,
}

/** As `consumer.run` does for each batch of a fetch. */
async function deliver(eachBatch, from, texts, time) {
  const runner = new Runner({
    logger,
    consumerGroup,
    instrumentationEmitter: new Emitter(),
    eachBatchAutoResolve: false,
    eachBatch,
    onCrash: assert.fail,
  })
  runner.running = true
  const messages = texts.map((text, i) => ({
    offset: String(from + i),
    timestamp: String(time),
    key: null,
    value: Buffer.from(text),
  }))
  const partition = { partition: 0, highWatermark: String(from + texts.length), messages }
  await runner.handleBatch(new Batch('articles', String(from), partition))
  await Promise.all(opened)
}

/** What is printed meanwhile. */
async function printed(run) {
  const lines = []
  const { log } = console
  console.log = (...words) => lines.push(words.join(' '))
  try {
    await run()
  } finally {
    console.log = log
  }
  return lines
}

const recipe = pathToFileURL(process.argv[2])
const first = [MONDAY, MONDAY.toUpperCase(), TUESDAY]
const { eachBatch } = await import(recipe)
const lines = await printed(() => deliver(eachBatch, 0, first, 0))
assert.deepEqual(resolved, [['2', 2]])
for (const line of lines) console.log(line)

// The process ended before the broker knew of it: the messages come again, and the index from its folder.
const again = await import(`${recipe}?again`)
assert.deepEqual(await printed(() => deliver(again.eachBatch, 0, first, 0)), lines)

// A week later the first articles are forgotten, after the copies of that batch were found.
assert.deepEqual(await printed(() => deliver(again.eachBatch, 3, [TUESDAY, 'Rain.'], 8 * DAY)), [
  'articles/0/3 repeats articles/0/2',
  'articles/0/4 is new',
])
assert.deepEqual(await printed(() => deliver(again.eachBatch, 5, [TUESDAY], 8 * DAY)), [
  'articles/0/5 is new',
])
assert.deepEqual(resolved, [
  ['2', 2],
  ['2', 2],
  ['4', 1],
  ['5', 2],
])
