// Compiles the script and the style of reports and writes them, with the hashes that their policy names, as
// `src/report/html/assets.data.ts`, which a test compares.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hash, minified } from './minified.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Source of `assets.data.ts`. */
export async function compile() {
  const [code, style] = await Promise.all([minified(here, 'script.ts'), minified(here, 'style.css')])
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
