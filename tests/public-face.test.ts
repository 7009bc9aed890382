// The public face: what each entry of the package exports, read from the source by the compiler. A name that comes, goes
// or turns from a type into a value changes `public-face.txt`, and so is seen in review (`vitest -u` writes it anew).
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** The entries of the package, as users import them, and the source file of each. */
const entries: Readonly<Record<string, string>> = {
  offprint: 'src/index.ts',
  'offprint/sketch': 'src/sketch/index.ts',
  'offprint/align': 'src/align/index.ts',
  'offprint/audit': 'src/audit/index.ts',
  'offprint/report': 'src/report/index.ts',
  'offprint/read': 'src/read/index.ts',
  'offprint/ocr': 'src/read/ocr/index.ts',
  'offprint/node': 'src/node.ts',
}

const root = fileURLToPath(new URL('..', import.meta.url))
const source = path.join(root, 'src')
const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) =>
  readFileSync(file, 'utf8'),
) as {
  config: object
}
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
const program = ts.createProgram(
  Object.values(entries).map((file) => path.join(root, file)),
  options,
)
const checker = program.getTypeChecker()

/** What a name stands for, behind all re-exports. */
function resolved(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

const KINDS: readonly (readonly [flag: ts.SymbolFlags, kind: string])[] = [
  [ts.SymbolFlags.Class, 'class'],
  [ts.SymbolFlags.Function, 'function'],
  [ts.SymbolFlags.Interface, 'interface'],
  [ts.SymbolFlags.TypeAlias, 'type'],
  [ts.SymbolFlags.Variable, 'constant'],
]

function kindOf(symbol: ts.Symbol): string {
  return KINDS.find(([flag]) => symbol.flags & flag)?.[1] ?? 'unknown'
}

const face = Object.entries(entries).map(([entry, file]) => {
  const module = checker.getSymbolAtLocation(program.getSourceFile(path.join(root, file))!)!
  const names = checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, symbol: resolved(symbol) }))
  return { entry, names: names.sort((x, y) => (x.name < y.name ? -1 : 1)) }
})
const exported = new Set(face.flatMap(({ names }) => names.map(({ symbol }) => symbol)))

test('is that of public-face.txt', async () => {
  const lines = face.flatMap(({ entry, names }) => [
    entry,
    ...names.map(({ name, symbol }) => `  ${kindOf(symbol).padEnd(9)} ${name}`),
    '',
  ])
  await expect(lines.join('\n')).toMatchFileSnapshot('public-face.txt')
})

test('is that of the manifest', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { exports: object }
  const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')
  expect(Object.keys(entries)).toEqual(subpaths.map((subpath) => path.posix.join('offprint', subpath)))
})

test('names every type that its signatures mention', () => {
  const unnamed = new Map<ts.Symbol, string>()
  const seen = new Set<ts.Symbol>()
  const mention = (symbol: ts.Symbol, way: string) => {
    if (seen.has(symbol)) return
    seen.add(symbol)
    if (!exported.has(symbol)) unnamed.set(symbol, way)
    for (const declaration of symbol.declarations ?? []) visit(declaration, `${way} > ${symbol.name}`)
  }
  const visit = (node: ts.Node, way: string): void => {
    if (isHidden(node)) return
    if (
      (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node)) &&
      node.type
    )
      return visit(node.type, way)
    if (ts.isParameter(node) || ts.isPropertyDeclaration(node)) return
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node)
      if (symbol !== undefined && isOurs(resolved(symbol))) mention(resolved(symbol), way)
      return
    }
    ts.forEachChild(node, (child) => visit(child, way))
  }
  for (const { entry, names } of face) for (const { symbol } of names) mention(symbol, entry)
  expect([...unnamed].map(([{ name }, way]) => `${name}, by ${way}`)).toEqual([])
})

/** Bodies, and members that declaration files leave out or leave without a type. */
function isHidden(node: ts.Node): boolean {
  if (ts.isBlock(node)) return true
  if (!ts.isClassElement(node)) return false
  return (
    (node.name !== undefined && ts.isPrivateIdentifier(node.name)) ||
    (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0
  )
}

/** Whether a name is declared by itself in `src/`, and not inside another declaration. */
function isOurs({ declarations = [] }: ts.Symbol): boolean {
  const [declaration] = declarations
  if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(source)) return false
  const parent = ts.isVariableDeclaration(declaration) ? declaration.parent.parent.parent : declaration.parent
  return ts.isSourceFile(parent)
}

test('says of every name what it is', () => {
  const silent = [...exported].filter((symbol) => symbol.getDocumentationComment(checker).length === 0)
  expect(silent.map(({ name }) => name)).toEqual([])
})

test('says of every member what it is', () => {
  const silent: string[] = []
  const visit = (node: ts.Node, way: string): void => {
    // What a parameter takes is told with the function; `Extract<…, { kept: true }>` declares no member.
    if (isHidden(node) || ts.isParameter(node)) return
    if (ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Extract') return
    const isMember =
      ts.isPropertySignature(node) ||
      ts.isMethodSignature(node) ||
      ((ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node) || ts.isGetAccessor(node)) &&
        ts.isClassDeclaration(node.parent))
    const name = isMember ? `${way}.${node.name.getText()}` : way
    if (isMember && ts.getJSDocCommentsAndTags(node).length === 0) silent.push(name)
    ts.forEachChild(node, (child) => visit(child, name))
  }
  for (const symbol of exported)
    for (const declaration of symbol.declarations ?? []) visit(declaration, symbol.name)
  expect(silent).toEqual([])
})
