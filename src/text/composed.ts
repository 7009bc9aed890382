import { isMarkAt } from './graphemes.js'

/**
 * Marks in a row that are put in order and composed. ICU orders them by insertion, quadratic in the run (40,000: a
 * second; 250,000: 160 s); no script stacks more than a handful.
 */
const MOST_MARKS = 1024

/** The text in NFC (UAX #15), but for runs of more than 1,024 marks, which stay as they are. O(length). */
export function composed(text: string): string {
  let done = ''
  let from = 0
  let run = 0
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= 0x300 && isMarkAt(text, i)) {
      run++
      continue
    }
    if (run > MOST_MARKS) {
      done += text.slice(from, i - run).normalize('NFC') + text.slice(i - run, i)
      from = i
    }
    run = 0
  }
  if (run > MOST_MARKS) {
    return done + text.slice(from, text.length - run).normalize('NFC') + text.slice(text.length - run)
  }
  return done + text.slice(from).normalize('NFC')
}
