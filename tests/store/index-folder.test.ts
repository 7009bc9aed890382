import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openIndex, saveIndex } from '../../src/node.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { SEEDS } from '../seeds.js'

const work = mkdtempSync(path.join(tmpdir(), 'offprint-index-'))
afterAll(() => rmSync(work, { recursive: true }))

const notice = (id: number) => `Nr. ${id}: ${SEEDS[id % 5].slice(id, id + 60)}`

describe('an index in a folder', () => {
  const folder = path.join(work, 'a', 'b')
  const index = new DuplicateIndex<number>()
  for (let id = 0; id < 900; id++) index.add(id, notice(id), { limit: 1 })

  test('is saved, opened, and saved again with only what is new', async () => {
    const first = await saveIndex(index, folder)
    expect(first).toEqual({ written: index.parts().length, kept: 0 })
    const names = readdirSync(folder)
    const times = names.map((name) => statSync(path.join(folder, name)).mtimeMs)
    index.add(10_000, SEEDS[0])
    index.remove(3)
    const second = await saveIndex(index, folder)
    expect(second.kept).toBe(index.parts().length - second.written)
    expect(second.kept).toBeGreaterThan(0)
    // Sealed segments were not touched, and what no manifest names is gone.
    const sealed = names.filter((name) => readdirSync(folder).includes(name) && name.startsWith('segment'))
    expect(sealed.length).toBe(second.kept)
    for (const name of sealed)
      expect(statSync(path.join(folder, name)).mtimeMs).toBe(times[names.indexOf(name)])
    expect(readdirSync(folder).length).toBe(index.parts().length)

    const again = await openIndex<number>(folder)
    expect(again.size).toBe(index.size)
    for (const id of [0, 3, 450, 899])
      expect(again.query(notice(id)).matches).toEqual(index.query(notice(id)).matches)
    expect(again.query(SEEDS[1]).matches[0].id).toBe(10_000)
  })

  test('a damaged or missing file is an error that names it', async () => {
    await saveIndex(index, folder)
    const name = readdirSync(folder).find((file) => file.startsWith('segment'))!
    const file = path.join(folder, name)
    const bytes = readFileSync(file)
    const changed = Buffer.from(bytes)
    changed[bytes.length >> 1] ^= 4
    writeFileSync(file, changed)
    await expect(openIndex(folder)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_FORMAT', message: expect.stringContaining('segment-') as string }),
    )
    rmSync(file)
    await expect(openIndex(folder)).rejects.toThrow(expect.objectContaining({ code: 'ERR_INPUT' }))
    await expect(openIndex(path.join(work, 'nowhere'))).rejects.toThrow(
      /is .*nowhere the folder of a saved index/,
    )
    writeFileSync(file, bytes)
    expect((await openIndex(folder)).size).toBe(index.size)
  })

  test('goes on while it is saved, and is saved as it was', async () => {
    const busy = new DuplicateIndex<number>()
    for (let id = 0; id < 600; id++) busy.add(id, notice(id), { limit: 1 })
    const place = path.join(work, 'busy')
    const expected = busy.toBytes()
    let id = 10_000
    const tick = setInterval(() => {
      for (let i = 0; i < 20; i++) busy.add(id, notice(id++), { limit: 1 })
    }, 0)
    await saveIndex(busy, place)
    clearInterval(tick)
    const again = await openIndex<number>(place)
    expect(Buffer.compare(again.toBytes(), expected)).toBe(0)
  })

  test('a file in place of the folder is an error', async () => {
    writeFileSync(path.join(work, 'file'), '')
    await expect(saveIndex(index, path.join(work, 'file'))).rejects.toMatchObject({
      code: 'ERR_OUTPUT_EXISTS',
    })
  })
})
