import type { AuditJob } from '../job/audit/options.js'
import type { CompareJob } from '../job/compare/options.js'
import type { DedupeJob } from '../job/dedupe/options.js'
import type { IndexJob } from '../job/index/options.js'
import type { McpJob, ServeJob } from '../serve/options.js'

/** What a command line asks for. */
export type Invocation =
  | { readonly command: 'compare'; readonly job: CompareJob }
  | { readonly command: 'dedupe'; readonly job: DedupeJob; readonly failOnDuplicates: boolean }
  | { readonly command: 'audit'; readonly job: AuditJob }
  | { readonly command: 'index'; readonly job: IndexJob }
  | { readonly command: 'worker'; readonly argv: readonly string[] }
  | { readonly command: 'serve'; readonly job: ServeJob }
  | { readonly command: 'mcp'; readonly job: McpJob }

/** Receives what a command line asks for, once commander has read it. */
export type Accept = (invocation: Invocation) => void
