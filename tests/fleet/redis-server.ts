import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../free-port.js'

/** A server of Redis or Valkey on a port of loopback, with a folder of its own. */
export interface RedisServer {
  readonly port: number
  /** Starts it again in the same folder, after `kill`. */
  start(): Promise<void>
  kill(): Promise<void>
  close(): Promise<void>
}

/** The server that is installed here; undefined where there is none. */
export const REDIS = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
)

/** Starts a server that writes each command to its disk, unless other settings are given. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn(
      REDIS!,
      [
        '--bind',
        '127.0.0.1',
        '--port',
        String(port),
        '--dir',
        folder,
        '--save',
        '',
        '--appendonly',
        'yes',
        '--appendfsync',
        'always',
        ...settings,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    for await (const chunk of child.stdout!) if (/Ready to accept/.test(String(chunk))) break
    child.stdout!.resume()
  }
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await start()
  return {
    port,
    start,
    kill,
    async close() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
