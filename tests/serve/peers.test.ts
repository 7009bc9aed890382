// The packages of the doors are optional: without them the command says what to install.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const PEERS = ['fastify', 'prom-client', '@modelcontextprotocol/sdk']

test('where they are not installed, a door says how to install what it needs', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-doors-'))
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      external: [...PEERS, '@modelcontextprotocol/sdk/*', 'lmdb', 'pg', 'ioredis', '@duckdb/node-api'],
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url)" },
    })
    const told = (...argv: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(folder, 'main.mjs'), ...argv],
        {
          encoding: 'utf8',
          input: '',
        },
      )
      return { status, stdout, stderr }
    }
    const refusal = (name: string) => ({
      status: 2,
      stdout: '',
      stderr: `offprint: the package ${name} is not installed; run: npm install ${name} [ERR_PACKAGE]\n`,
    })
    expect(told('serve', 'memory:', '--port', '0')).toEqual(refusal('fastify'))
    expect(told('mcp', 'memory:')).toEqual(refusal('@modelcontextprotocol/sdk'))
    expect(told('--version').status).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
