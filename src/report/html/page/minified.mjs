// Scripts and styles of pages: compiled for the browsers of the reports, and named by their hashes in a policy.
import { createHash } from 'node:crypto'
import { build } from 'esbuild'

/**
 * The code of a file and of all that it imports. esbuild is deterministic.
 * @param {string} folder
 * @param {string} file below it
 * @param {import('esbuild').BuildOptions} options
 */
export async function minified(folder, file, options = {}) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    // light-dark() and :has() are of 2023 and 2024; where they are missing, a report is plain, and still a report.
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    legalComments: 'none',
    ...options,
  })
  return outputFiles[0].text.trim()
}

/** As a policy names it, without its quotation marks. @param {string} text */
export function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
