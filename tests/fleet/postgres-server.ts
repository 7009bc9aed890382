import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { freePort } from '../free-port.js'

/** A server of PostgreSQL in a temporary folder, on a free port of loopback, with fsync. */
export interface PostgresServer {
  readonly port: number
  /** The URL of a store. */
  url(schema: string, options?: string): string
  /** Runs statements as the superuser. */
  run(sql: string): Promise<pg.QueryResult>
  start(): Promise<void>
  /** `immediate` is a crash: nothing is flushed, nobody is told. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** Sends a signal to the server and to all its processes: SIGSTOP for one that hangs. */
  signal(name: NodeJS.Signals): void
  close(): Promise<void>
}

/** The folder of the binaries; undefined where PostgreSQL is not installed. */
export function postgresBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((x, y) => Number(y) - Number(x)) : []
  return versions.map((version) => path.join(root, version, 'bin')).find((bin) => existsSync(`${bin}/initdb`))
}

/** The server refuses to run as root; Debian's package makes the user postgres. */
function ownerOf(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

export async function startPostgres(bin: string, settings: readonly string[] = []): Promise<PostgresServer> {
  const owner = ownerOf()
  const folder = await mkdtemp(path.join(tmpdir(), 'offprint.pg-'))
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid)
  await chmod(folder, 0o700)
  const data = path.join(folder, 'data')
  const options = { ...owner, cwd: folder, stdio: 'ignore' } as const
  execFileSync(
    `${bin}/initdb`,
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C'],
    options,
  )
  const port = await freePort()
  let child: ChildProcess | undefined
  const ended = () => new Promise<void>((resolve) => child?.once('exit', () => resolve()))

  const run = async (sql: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    client.on('error', () => {})
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const start = async () => {
    const set = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...settings]
    child = spawn(`${bin}/postgres`, ['-D', data, '-p', String(port), ...set.flatMap((one) => ['-c', one])], {
      ...options,
      detached: true,
    })
    for (let tries = 0; ; tries++) {
      try {
        await run('SELECT 1')
        return
      } catch (error) {
        if (tries > 200 || child.exitCode !== null) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  const stop = async (mode: 'fast' | 'immediate') => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const over = ended()
    child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await over
  }
  await start()
  return {
    port,
    url: (schema, more = '') => `postgres://postgres@127.0.0.1:${port}/postgres?schema=${schema}${more}`,
    run,
    start,
    stop,
    // A leader of a session: its children are of other groups, so each is signalled.
    signal(name) {
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(child!.pid)], { encoding: 'utf8' })
      for (const pid of [String(child!.pid), ...children.split('\n')]) {
        if (pid.trim() !== '') process.kill(Number(pid), name)
      }
    },
    async close() {
      await stop('immediate')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
