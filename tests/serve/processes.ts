// `offprint` in processes of its own, bundled from the source; the packages are loaded from where they are installed.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A `serve` in a process of its own. */
export interface ServeProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** What it has written to standard error so far. */
  log(): string
  /** Sends a signal, and waits for the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** The command, bundled. */
export interface CommandBundle {
  /** The script of the command. */
  readonly script: string
  /** Starts `serve STORE` on a free port, and waits until it listens. */
  serve(store: string, more?: readonly string[], env?: Record<string, string>): Promise<ServeProcess>
  close(): void
}

/** Bundles the command. */
export async function bundleCommand(): Promise<CommandBundle> {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-serve-'))
  await build({
    entryPoints: { cli: fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    plugins: [
      {
        name: 'installed',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
            kind === 'entry-point' || name.startsWith('node:')
              ? undefined
              : { path: import.meta.resolve(name), external: true },
          ),
      },
    ],
  })
  const script = path.join(folder, 'cli.mjs')
  const started = new Set<ChildProcess>()
  return {
    script,
    async serve(store, more = [], env = {}) {
      const child = spawn(process.execPath, [script, 'serve', store, '--port', '0', ...more], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...env },
      })
      started.add(child)
      let log = ''
      const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
      const url = await new Promise<string>((resolve, reject) => {
        child.stderr.on('data', (chunk) => {
          log += String(chunk)
          const found = /"event":"listening","url":"([^"]+)"/.exec(log)
          if (found !== null) resolve(found[1])
        })
        void exited.then((code) => reject(new Error(`serve ended with ${code}: ${log}`)))
      })
      return {
        url,
        port: Number(new URL(url).port),
        pid: child.pid!,
        log: () => log,
        stop(signal = 'SIGTERM') {
          child.kill(signal)
          return exited
        },
      }
    },
    close() {
      for (const child of started) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
