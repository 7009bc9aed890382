import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inReadingOrder, type Branch } from '../../../src/read/ocr/reading-order.js'

interface Node extends Branch<Node> {
  readonly id: string
  readonly children: readonly Node[]
}

const names = 'abcdefgh'.split('')
/** Trees whose ids repeat and whose `next` points anywhere: to itself, to a parent, to nothing. */
const treesOf = (depth: number): fc.Arbitrary<Node[]> =>
  fc.array(
    fc.record({
      id: fc.constantFrom(...names),
      next: fc.option(fc.constantFrom(...names, 'nothing'), { nil: undefined }),
      children: depth === 0 ? fc.constant([]) : treesOf(depth - 1),
    }),
    { maxLength: 3 },
  )
const trees = treesOf(3)
const lists = fc.array(fc.constantFrom(...names, 'nothing'), { maxLength: 6 })

const flat = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...flat(node.children)])

test('every region comes once, whatever ids, lists and chains say', () => {
  fc.assert(
    fc.property(trees, lists, (roots, listed) => {
      const ordered = inReadingOrder(roots, listed)
      expect(ordered).toHaveLength(flat(roots).length)
      expect(new Set(ordered)).toEqual(new Set(flat(roots)))
    }),
  )
})

test('without list and chains it is the order of the file', () => {
  const bare = (nodes: readonly Node[]): Node[] =>
    nodes.map(({ id, children }) => ({ id, children: bare(children) }))
  fc.assert(
    fc.property(trees, (roots) => {
      const plain = bare(roots)
      expect(inReadingOrder(plain, [])).toEqual(flat(plain))
    }),
  )
})

test('a list of all regions is the order', () => {
  const ids = Array.from({ length: 12 }, (_, i) => String(i))
  const list = ids.map((id): Node => ({ id, children: [] }))
  const nested: Node[] = [{ id: 'top', children: list.slice(0, 6) }, ...list.slice(6)]
  fc.assert(
    fc.property(fc.shuffledSubarray([...ids, 'top'], { minLength: 13 }), (order) => {
      expect(inReadingOrder(nested, order).map(({ id }) => id)).toEqual(order)
    }),
  )
})

test('a chain of next is the order, whatever the order of the file', () => {
  const chain = Array.from({ length: 9 }, (_, i): Node => ({ id: `${i}`, next: `${i + 1}`, children: [] }))
  fc.assert(
    fc.property(fc.shuffledSubarray(chain, { minLength: 9 }), (nodes) => {
      expect(inReadingOrder(nodes, [])).toEqual(chain)
    }),
  )
})
