// Compiles the modules and writes them as `src/kernel/*.data.ts`. The compiler is deterministic, and a test compares.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What is compiled, to which file, and with which memory, in pages of 64 KB. */
export const MODULES = [
  { source: 'index.ts', target: 'kernel.data.ts', name: 'KERNEL', memory: [16, 16] },
  { source: 'range-decoder.ts', target: 'range-decoder.data.ts', name: 'RANGE_DECODER', memory: [4, 64] },
  { source: 'tiles.ts', target: 'tiles.data.ts', name: 'TILES', memory: [1, 65536] },
]

/**
 * Source of the file of one of them.
 * @param {{ source: string, name: string, memory: number[] }} module
 */
export async function compile({ source, name, memory: [initial, most] }) {
  let binary
  const { error, stderr } = await asc.main(
    [
      source,
      '--outFile=kernel.wasm',
      '--baseDir=' + here,
      '--runtime=stub',
      '--optimizeLevel=3',
      '--shrinkLevel=2',
      '--noAssert',
      '--converge',
      '--enable=simd',
      `--initialMemory=${initial}`,
      `--maximumMemory=${most}`,
      '--use=abort=',
    ],
    {
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) binary = contents
      },
    },
  )
  if (error) throw new Error(`${error.message}\n${stderr}`)
  // In hex, which gzip packs to 2.3 KB; in base64, where bytes do not line up, to 3.
  const text = Buffer.from(binary).toString('hex')
  return `// Compiled from src/kernel/assembly by build.mjs; ${binary.length} bytes.\nexport const ${name} =\n  '${text}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const one of MODULES) {
    writeFileSync(new URL(`../${one.target}`, import.meta.url), await compile(one))
  }
}
