// Compiles the kernel and writes it as `src/kernel/kernel.data.ts`. The compiler is deterministic, and a test compares.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Source of `kernel.data.ts`. */
export async function compile() {
  let binary
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile=kernel.wasm',
      '--baseDir=' + here,
      '--runtime=stub',
      '--optimizeLevel=3',
      '--shrinkLevel=2',
      '--noAssert',
      '--converge',
      '--enable=simd',
      '--initialMemory=16',
      '--maximumMemory=16',
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
  return `// Compiled from src/kernel/assembly by build.mjs; ${binary.length} bytes.\nexport const KERNEL =\n  '${text}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../kernel.data.ts', import.meta.url), await compile())
}
