// Builds the playground: one page that holds all it needs to compare two texts, and the parts that it loads when they are
// asked for. `node src/playground/build.mjs FOLDER`; a test builds it too.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { hash, minified } from '../report/html/page/minified.mjs'

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

// The policy of the page refuses WebAssembly, and would tell so on the console: the twin serves.
const define = { WebAssembly: 'undefined' }

/** The hash of the script or style of reports, which the policy of the page has to allow in its frame. @param {string} name */
function hashOfReports(name) {
  return `'${new RegExp(`${name}_HASH = '([^']+)'`).exec(readFileSync(ASSETS, 'utf8'))[1]}'`
}

/** The files of the playground, by their paths below its folder. */
export async function compile() {
  const part = async (name, plugins) =>
    `offprintPart('${name}',function(){${await minified(here, `worker-${name}.ts`, { define, plugins })}})`
  const [main, style, pair, ocr, documents, shapes] = await Promise.all([
    minified(here, 'main.ts', { define }),
    minified(here, 'style.css'),
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
    `script-src '${hash(script)}' ${hashOfReports('SCRIPT')} 'self' file:`,
    'worker-src blob:',
    'frame-src blob:',
    `style-src '${hash(style)}' ${hashOfReports('STYLE')}`,
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
