// Compiles the script and the style of reports and writes them, with the hashes that their policy names, as
// `src/report/html/assets.data.ts`. esbuild is deterministic, and a test compares.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** @param {string} file */
async function minified(file) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    // light-dark() and :has() are of 2023 and 2024; where they are missing, a report is plain, and still a report.
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    legalComments: 'none',
  })
  return outputFiles[0].text.trim()
}

/** @param {string} text */
function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** Source of `assets.data.ts`. */
export async function compile() {
  const [code, style] = await Promise.all([minified('script.ts'), minified('style.css')])
  // Templates of markup would look like the end of the element.
  const script = code.replaceAll('</', '<\\/')
  return `// Compiled from src/report/html/page by build.mjs; ${script.length} and ${style.length} characters.
export const SCRIPT = ${JSON.stringify(script)}
export const SCRIPT_HASH = '${hash(script)}'
export const STYLE = ${JSON.stringify(style)}
export const STYLE_HASH = '${hash(style)}'
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../assets.data.ts', import.meta.url), await compile())
}
