// A folder of its own for tests that read and write files.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

export interface Workspace {
  readonly root: string
  write(name: string, content: string | Uint8Array): string
  read(name: string): string
}

/** Makes a folder with these files, enters it, and leaves and removes it when the test is over. */
export function workspace(files: Record<string, string | Uint8Array> = {}): Workspace {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'offprint-test-')))
  const before = process.cwd()
  process.chdir(root)
  onTestFinished(() => {
    process.chdir(before)
    rmSync(root, { recursive: true, force: true })
  })
  const write = (name: string, content: string | Uint8Array) => {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }
  for (const [name, content] of Object.entries(files)) write(name, content)
  return { root, write, read: (name) => readFileSync(path.join(root, name), 'utf8') }
}
