import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as root from '../../src/index.js'
import * as sketches from '../../src/sketch/index.js'
import { SEEDS } from '../seeds.js'
import { bytes } from './bytes.mjs'

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))

test('signatures, folding and comparisons are the checked-in bytes', async () => {
  expect(await bytes(root, sketches, SEEDS, read('signatures-v1.json'))).toEqual(read('bytes-v1.json'))
})
