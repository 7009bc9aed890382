// Programs are still bundled to CommonJS, where `import.meta.url` is undefined: what a module does with it at its top would fail
// at the `require` of the program.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { expect, inject, test } from 'vitest'

const project = inject('project')
const manifest = JSON.parse(
  execFileSync(process.execPath, ['-p', "JSON.stringify(require('offprint/package.json'))"], {
    cwd: project,
    encoding: 'utf8',
  }),
) as { exports: object; peerDependencies: object }
const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')

test.each(subpaths)('%s bundled to CommonJS is required and used', async (subpath) => {
  const name = path.posix.join('offprint', subpath)
  const file = `bundle-${name.replace('/', '-')}.cjs`
  await build({
    stdin: { contents: `module.exports = require(${JSON.stringify(name)})`, resolveDir: project },
    outfile: path.join(project, file),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: Object.keys(manifest.peerDependencies),
    logLevel: 'error',
  })
  const script = [
    `const it = require(${JSON.stringify(`./${file}`)})`,
    'const use = async () => {',
    "  if (it.readText) return (await it.readText('package.json')).length > 0",
    "  if (it.similarity) return it.similarity('healed', 'sealed') === 0.8",
    '  return Object.keys(it).length > 0',
    '}',
    'use().then((worked) => console.log(worked))',
  ].join('\n')
  writeFileSync(path.join(project, `use-${file}`), script)
  const told = execFileSync(process.execPath, [`use-${file}`], { cwd: project, encoding: 'utf8' })
  expect(told).toBe('true\n')
})
