// A process that adds documents to the index of a folder, one by one, and says which of them it has saved.
import { OffprintError } from '../../src/kernel/errors.js'
import { openIndex, saveIndex } from '../../src/store/index-folder.node.js'

const [folder, name, count] = process.argv.slice(2)
for (let i = 0; i < Number(count);) {
  const index = await openIndex(folder, { create: true })
  index.add(`${name}-${i}`, `Document ${i} of ${name}: ${'the same words as in all of them '.repeat(9)}`, {
    limit: 1,
  })
  try {
    await saveIndex(index, folder)
    process.stdout.write(`${name}-${i}\n`)
    i++
  } catch (error) {
    if (!(error instanceof OffprintError) || error.code !== 'ERR_INDEX_CHANGED') throw error
    // The other one goes on.
    await new Promise((resolve) => setTimeout(resolve, 5 * Math.random()))
  }
}
