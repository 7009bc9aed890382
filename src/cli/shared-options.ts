import { Option } from 'commander'
import { DEFAULT_RELATE } from '../compare/relation.js'
import { DEFAULT_REMOVE } from '../dedupe/removal-policy.js'
import { FORMATS } from '../read/format.js'
import { delimiter, encoding, relations, share, size } from './option-values.js'

/** The options that set relations, for every command that relates texts. */
export function relateOptions(): Option[] {
  const { coverage, identity, passage } = DEFAULT_RELATE
  return [
    new Option('--relate-coverage <share>', 'share of a text, 0 to 1, from which it counts as covered')
      .argParser(share)
      .default(coverage),
    new Option('--relate-identity <share>', 'lowest identity of a passage, 0 to 1')
      .argParser(share)
      .default(identity),
    new Option('--passage <size>', 'smallest first passage, in Han characters or pairs of letters')
      .argParser(size)
      .default(passage),
  ]
}

/** The options that set which documents are removed, for every command that decides. */
export function removalOptions(): Option[] {
  return [
    new Option(
      '--remove <relations>',
      'duplicate: a copy of which its keeper lacks nothing; contained: also what stands whole inside a longer document',
    )
      .argParser(relations)
      .default(['duplicate'], 'duplicate'),
    new Option(
      '--coverage <share>',
      'extra strictness: least share, 0 to 1, of a removed document that its keeper covers',
    )
      .argParser(share)
      .default(DEFAULT_REMOVE.coverage),
    new Option('--identity <share>', 'extra strictness: least identity, 0 to 1, of what the keeper covers')
      .argParser(share)
      .default(DEFAULT_REMOVE.identity),
  ]
}

/** `--encoding`. @param what is encoded. */
export function encodingOption(what: string): Option {
  const description = `encoding of the ${what}, such as utf-16le, gb18030 or big5 (default: detected)`
  return new Option('--encoding <label>', description).argParser(encoding)
}

/** `--report-lang`. @param what is written in that language. */
export function languageOption(what: string): Option {
  return new Option('--report-lang <language>', `language of the ${what} (default: en)`).choices([
    'en',
    'de',
    'zh',
  ])
}

/** The options that set how inputs are read, for every command that reads documents. */
export function readingOptions(): Option[] {
  return [
    new Option('--format <format>', 'format of all inputs (default: by their names)').choices(FORMATS),
    encodingOption('inputs'),
    new Option(
      '--delimiter <character>',
      'character between the fields of CSV, or tab (default: the one its first row suggests)',
    ).argParser(delimiter),
    new Option(
      '--extract <part>',
      'text of an HTML page: article, or all of it where no article stands out; page: all visible text (default: ' +
        'article)',
    ).choices(['article', 'page']),
    new Option(
      '--text <field>',
      'field of a record that holds the text; dots lead into objects (default: text)',
    ),
    new Option('--id <field>', 'field of a record that holds the id (default: id, or else file and line)'),
  ]
}

/** `--secret-file`. */
export function secretOption(): Option {
  return new Option(
    '--secret-file <file>',
    'file of 16 or more random characters; who does not know them cannot write documents that hide others from the ' +
      'search',
  )
}
