/** An example of a command: what it is for, and the line to type. */
export type Example = readonly [purpose: string, line: string]

/**
 * Examples as they stand above the other help of a command, the purpose of each above its line. A line of up to 58 characters
 * fits a terminal of 60 columns.
 */
export function examplesText(examples: readonly Example[]): string {
  return `Examples:\n${examples.map(([purpose, line]) => `  # ${purpose}\n  ${line}\n`).join('')}`
}

/**
 * `help dedupe` as `dedupe --help`, to any depth (`help index add`); any other command line as it is. Commander's own `help`
 * would need every command described, and goes one level deep.
 * @param names the commands of the program.
 */
export function withHelpOption(argv: readonly string[], names: readonly string[]): readonly string[] {
  const [first, ...rest] = argv
  if (first !== 'help') return argv
  return rest.length === 0 ? ['--help'] : names.includes(rest[0]) ? [...rest, '--help'] : argv
}
