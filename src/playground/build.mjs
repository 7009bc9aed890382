// Builds the playground: one page that holds all it needs to compare two texts, and the parts that it loads when they are
// asked for. `node src/playground/build.mjs FOLDER`; a test builds it too.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const ASSETS = new URL('../report/html/assets.data.ts', import.meta.url)

/** Keeps the 160 KB of the table of shapes out of every part but its own. */
const withoutShapes = {
  name: 'without-shapes',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /\/table\.js$/ }, ({ importer }) =>
      /audit[\\/]shape[\\/][\w-]+\.ts$/.test(importer)
        ? { path: path.join(here, 'shape-table.ts') }
        : undefined,
    )
  },
}

/**
 * @param {string} file below this folder
 * @param {import('esbuild').Plugin[]} plugins
 */
async function minified(file, plugins = []) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    // As of reports, see report/html/page/build.mjs.
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    legalComments: 'none',
    // The policy of the page refuses it, and would tell so on the console: the twin serves.
    define: { WebAssembly: 'undefined' },
    plugins,
  })
  return outputFiles[0].text.trim()
}

/** @param {string} text */
function hash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** The hash of the script or style of reports, which the policy of the page has to allow in its frame. @param {string} name */
function hashOfReports(name) {
  return `'${new RegExp(`${name}_HASH = '([^']+)'`).exec(readFileSync(ASSETS, 'utf8'))[1]}'`
}

/** The files of the playground, by their paths below its folder. */
export async function compile() {
  const part = async (name, plugins) =>
    `offprintPart('${name}',function(){${await minified(`worker-${name}.ts`, plugins)}})`
  const [main, style, pair, ocr, documents, shapes] = await Promise.all([
    minified('main.ts'),
    minified('style.css'),
    part('pair', [withoutShapes]),
    part('ocr', [withoutShapes]),
    part('documents', [withoutShapes]),
    part('shapes', []),
  ])
  // Markup in a script would look like its end.
  const script = `${main}\n${pair}`.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--')
  const policy = [
    "default-src 'none'",
    // Parts lie beside the page, also on a disk, where the page has no origin.
    `script-src ${hash(script)} ${hashOfReports('SCRIPT')} 'self' file:`,
    'worker-src blob:',
    'frame-src blob:',
    `style-src ${hash(style)} ${hashOfReports('STYLE')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  // Without the white space around it: the hashes are those of the exact text between the tags.
  const filled = { POLICY: policy, STYLE: style, SCRIPT: script }
  const page = readFileSync(path.join(here, 'page.html'), 'utf8').replace(
    /\s*%(POLICY|STYLE|SCRIPT)%\s*/g,
    (_, name) => filled[name],
  )
  return {
    'index.html': page,
    'parts/ocr.js': ocr,
    'parts/documents.js': documents,
    'parts/shapes.js': shapes,
  }
}

/** Writes the playground into a folder. @param {string} folder */
export async function writePlayground(folder) {
  mkdirSync(path.join(folder, 'parts'), { recursive: true })
  for (const [file, content] of Object.entries(await compile()))
    writeFileSync(path.join(folder, file), content)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writePlayground(process.argv[2] ?? fileURLToPath(new URL('../../site/playground', import.meta.url)))
}
