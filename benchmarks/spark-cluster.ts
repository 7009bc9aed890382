import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../tests/free-port.js'

/** A standalone cluster of Spark on loopback. */
export interface SparkCluster {
  /** `spark://127.0.0.1:7077` */
  readonly master: string
  /** Ends one executor by SIGKILL; null where there is none just now. */
  killExecutor(): number | null
  close(): Promise<void>
}

/** Starts a master and workers of one core each, which keep what they need in a folder. */
export async function startCluster(home: string, workers: number, folder: string): Promise<SparkCluster> {
  mkdirSync(folder, { recursive: true })
  const master = `spark://127.0.0.1:${await freePort()}`
  const processes: ChildProcess[] = []
  const start = async (argv: readonly string[], ready: RegExp) => {
    const child = spawn(path.join(home, 'bin', 'spark-class'), argv, {
      env: { ...process.env, SPARK_HOME: home, SPARK_LOCAL_IP: '127.0.0.1', SPARK_WORKER_DIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    processes.push(child)
    let said = ''
    child.stderr.setEncoding('utf8')
    for await (const text of child.stderr as AsyncIterable<string>) {
      said += text
      if (ready.test(said)) break
    }
    if (!ready.test(said)) throw new Error(`${argv.join(' ')} did not start: ${said.slice(-2000)}`)
    child.stderr.resume()
  }
  const [, port] = /:(\d+)$/.exec(master)!
  const ui = ['--webui-port', '0']
  const host = ['--host', '127.0.0.1']
  await start(
    ['org.apache.spark.deploy.master.Master', ...host, '--port', port, ...ui],
    /Starting Spark master/,
  )
  for (let worker = 0; worker < workers; worker++) {
    await start(
      ['org.apache.spark.deploy.worker.Worker', ...host, ...ui, '--cores', '1', '--memory', '2g', master],
      /registered with master/,
    )
  }
  return {
    master,
    killExecutor() {
      const [pid] = executorsOf(processes)
      if (pid === undefined) return null
      process.kill(pid, 'SIGKILL')
      return pid
    },
    async close() {
      for (const child of processes) {
        child.kill()
        if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
      }
    },
  }
}

/** Executors are children of the workers, which start one for each application. */
function executorsOf(workers: readonly ChildProcess[]): number[] {
  const parents = new Set(workers.map(({ pid }) => String(pid)))
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return parents.has(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      } catch {
        return false
      }
    })
    .map(Number)
}
