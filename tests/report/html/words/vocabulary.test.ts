// Every word of a page is used somewhere: the compiler says which keys of a vocabulary the pages ask for.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const words = path.join(root, 'src/report/html/words')
const VOCABULARIES = [
  ['vocabulary.ts', 'Vocabulary'],
  ['dedupe-words.ts', 'DedupeWords'],
] as const

const program = ts.createProgram(
  ['audit/pair-page.ts', 'audit/index-page.ts', 'dedupe/page.ts', 'page/script.ts'].map((file) =>
    path.join(root, 'src/report/html', file),
  ),
  { strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, skipLibCheck: true },
)
const checker = program.getTypeChecker()

/** The keys of a type that is written in `words/`, and of the objects inside it, with the way to each. */
function keysOf(type: ts.Type, way: string): [way: string, key: ts.Symbol][] {
  return type.getProperties().flatMap((key): [string, ts.Symbol][] => {
    const [declaration] = key.declarations ?? []
    if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(words)) return []
    const inner = checker.getTypeOfSymbol(key)
    const name = way === '' ? key.name : `${way}.${key.name}`
    const isPlain = inner.getCallSignatures().length === 0 && (inner.flags & ts.TypeFlags.Object) !== 0
    return [[name, key], ...(isPlain ? keysOf(inner, name) : [])]
  })
}

/** Every key that the pages ask for, by name or by a name that is known to be one of several. */
function askedFor(): Set<ts.Symbol> {
  const asked = new Set<ts.Symbol>()
  const ask = (symbol: ts.Symbol | undefined) => symbol !== undefined && asked.add(symbol)
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) ask(checker.getSymbolAtLocation(node.name))
    if (ts.isElementAccessExpression(node)) {
      const type = checker.getTypeAtLocation(node.expression)
      const key = checker.getTypeAtLocation(node.argumentExpression)
      for (const one of key.isUnion() ? key.types : [key])
        if (one.isStringLiteral()) ask(type.getProperty(one.value))
    }
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).getText()
      ask(checker.getTypeAtLocation(node.parent).getProperty(name))
    }
    ts.forEachChild(node, visit)
  }
  for (const file of program.getSourceFiles()) {
    const isPage =
      file.fileName.startsWith(path.join(root, 'src/report/html')) && !file.fileName.startsWith(words)
    if (isPage) visit(file)
  }
  return asked
}

test.each(VOCABULARIES)('%s has no key that no page asks for', (file, name) => {
  const source = program.getSourceFile(path.join(words, file))!
  const declaration = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  ) as ts.InterfaceDeclaration
  const keys = keysOf(checker.getTypeAtLocation(declaration), '')
  expect(keys.length).toBeGreaterThan(50)
  const asked = askedFor()
  expect(keys.filter(([, key]) => !asked.has(key)).map(([way]) => way)).toEqual([])
})
