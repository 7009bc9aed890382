// @ts-check
// The lint rule `offprint/layers`: which file of src/ may import what. The order of the folders is stated here and
// nowhere else; tests/architecture.test.ts shows that the rule bites.
import { builtinModules } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folders of src/, top first. A folder imports from itself and from those below it. */
export const layers = [
  'playground',
  'cli',
  'serve',
  'job',
  'report',
  'read',
  'engine',
  'fleet',
  'dedupe',
  // Above store/, which does not need it: `auditPage` asks an index which articles stand on a page.
  'audit',
  'store',
  'compare',
  'candidates',
  'align',
  'sketch',
  'shingles',
  'text',
  'kernel',
]

/** Entry points above all folders; nothing imports them. */
export const entries = ['index.ts', 'node.ts']

/** The packages that src/ may import at run time, and the one folder that may do so. */
export const packages = {
  '@duckdb/node-api': 'engine',
  '@modelcontextprotocol/sdk': 'serve',
  '@mozilla/readability': 'read',
  chardet: 'read',
  commander: 'cli',
  diff: 'report',
  fastify: 'serve',
  fzstd: 'read',
  htmlparser2: 'read',
  hyparquet: 'read',
  'hyparquet-compressors': 'read',
  ioredis: 'fleet',
  lmdb: 'fleet',
  pg: 'fleet',
  'prom-client': 'serve',
  tinyglobby: 'read',
  'write-excel-file': 'report',
}

/** Files that may reach Node; everything else runs unchanged in a browser. */
export const nodeFiles = [
  /^node\.ts$/,
  /^cli\//,
  /^serve\//,
  /^job\//,
  /^read\/.+\.node\.ts$/,
  /^(store|fleet|engine)\/.+\.node\.ts$/,
]

const root = fileURLToPath(new URL('../src', import.meta.url))
const builtins = new Set(builtinModules)

/** @param {string} file relative to src/ */
function reachesNode(file) {
  return nodeFiles.some((pattern) => pattern.test(file))
}

/** @param {string} file relative to src/; −1 for an entry, NaN for a file outside every layer */
function rank(file) {
  if (entries.includes(file)) return -1
  const slash = file.indexOf('/')
  const layer = slash < 0 ? -1 : layers.indexOf(file.slice(0, slash))
  return layer < 0 ? NaN : layer
}

/**
 * Says what is wrong with `file` importing `specifier`, or nothing.
 *
 * @param {string} file relative to src/, with slashes
 * @param {string} specifier as written in the import
 * @returns {string | undefined}
 */
export function objection(file, specifier) {
  const from = rank(file)
  if (Number.isNaN(from)) return `src/${file} lies in no folder listed in .oxlint/layers.js`

  if (!specifier.startsWith('.')) {
    if (specifier.startsWith('node:') || builtins.has(specifier)) {
      return reachesNode(file) ? undefined : `'${specifier}' would keep src/${file} from running in a browser`
    }
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
    const folder = /** @type {Record<string, string>} */ (packages)[name]
    if (folder === undefined) return `'${name}' is not among the packages listed in .oxlint/layers.js`
    return file.startsWith(`${folder}/`) ? undefined : `'${name}' may be imported only by src/${folder}/`
  }

  const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts')
  if (target.startsWith('../')) return `'${specifier}' lies outside src/`
  if (entries.includes(target)) return `nothing imports src/${target}, the face of the package`
  const to = rank(target)
  if (Number.isNaN(to)) return `'${specifier}' lies in no folder listed in .oxlint/layers.js`
  if (to < from) return `${layers[from]}/ stands below ${layers[to]}/ and must not import from it`
  if (reachesNode(target) && !reachesNode(file)) return `src/${target} reaches Node, src/${file} must not`
  return undefined
}

const rule = {
  meta: { type: 'problem', docs: { description: 'imports point down the list of layers' } },
  /** @param {any} context */
  create(context) {
    const file = path.relative(root, context.filename).split(path.sep).join('/')
    if (file.startsWith('../')) return {}
    /** @param {any} source a node holding the specifier, or null in `export { a }` */
    const check = (source) => {
      if (!source) return
      const specifier = source.type === 'TSLiteralType' ? source.literal.value : source.value
      const message =
        typeof specifier === 'string' ? objection(file, specifier) : 'import() needs a literal specifier'
      if (message) context.report({ node: source, message })
    }
    return {
      /** @param {any} node */ ImportDeclaration: (node) => check(node.source),
      /** @param {any} node */ ExportNamedDeclaration: (node) => check(node.source),
      /** @param {any} node */ ExportAllDeclaration: (node) => check(node.source),
      /** @param {any} node */ ImportExpression: (node) => check(node.source),
      /** @param {any} node */ TSImportType: (node) => check(node.source ?? node.argument),
    }
  },
}

export default { meta: { name: 'offprint' }, rules: { layers: rule } }
