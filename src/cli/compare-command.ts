import { Option, type Command } from 'commander'
import type { CompareJob } from '../job/compare/options.js'
import { examplesText } from './help.js'
import type { Accept } from './invocation.js'
import { encodingOption, relateOptions } from './shared-options.js'

/** Adds `offprint compare` and its options to the program. */
export function addCompare(program: Command, accept: Accept): void {
  const command = program
    .command('compare')
    .summary('say how two texts are related and where they differ')
    .description(
      'Says how two texts are related and where they differ. One of the two may be -, standard input.',
    )
    .addHelpText('before', EXAMPLES)
    .argument('<A>', 'path of a text')
    .argument('<B>', 'path of the text to compare it with')
    .addOption(new Option('--json', 'print the result as one JSON object').conflicts('patch'))
    .addOption(new Option('--patch', 'print a unified patch that turns A into B'))
    .option('--layout', 'also list differences of layout, such as other white space')
    .addOption(encodingOption('texts'))
  for (const option of relateOptions()) command.addOption(option)
  command
    .option('-o, --output <file>', 'write the result to this file (default: standard output)')
    .option('--force', 'overwrite the file if it exists')
    .action((a: string, b: string, options: Omit<CompareJob, 'a' | 'b'>) =>
      accept({ command: 'compare', job: { a, b, ...options } }),
    )
}

const EXAMPLES = examplesText([
  ['how they are related, and every difference', 'offprint compare page.txt article.txt'],
  ['a patch that turns the first into the second', 'offprint compare old.txt new.txt --patch'],
])
