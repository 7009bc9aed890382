import { COUNT_STEP, MOST_LISTED } from './posting-list.js'
import { KNOWN_IN } from './claim-store.js'

/**
 * What Redis runs as one piece of work: Lua 5.1. Every key of a store carries the same hash tag, so that it lies on one node of a
 * cluster, and is named in KEYS: first meta, rows, texts, ids, words, order and times, then the hash that each posting list lies
 * in. Rows and lists are written as `stored-row.ts` and `posting-list.ts` write them.
 */

const COMMON = `
local meta, rows, texts, ids, words, order, times = unpack(KEYS, 1, 7)
local function count(field, by) redis.call('HINCRBY', meta, field, by) end
local function documents() return tonumber(redis.call('HGET', meta, 'documents') or '0') end
local function listed(list) return (#list - 4) / 10 end
local function holders(list) return (struct.unpack('>I4', list)) end
local function withHolders(list, number) return struct.pack('>I4', number) .. string.sub(list, 5) end
local function put(bucket, key, list)
  if listed(list) == 0 then redis.call('HDEL', bucket, key) else redis.call('HSET', bucket, key, list) end
end
-- Adds a posting; a full list only counts, one ticket in ${COUNT_STEP}.
local function enter(bucket, key, ticket, place)
  local list = redis.call('HGET', bucket, key) or '\\0\\0\\0\\0'
  if listed(list) < ${MOST_LISTED} then
    put(bucket, key, withHolders(list, holders(list) + 1) .. struct.pack('>I6', ticket) .. place)
  elseif ticket % ${COUNT_STEP} == 0 then
    put(bucket, key, withHolders(list, holders(list) + ${COUNT_STEP}))
  end
end
-- Takes a document out of its lists; the oldest other one with its digest takes over its fingerprints.
local function leave(ticket, keys, from)
  local own = struct.pack('>I6', ticket)
  local heir
  for at = 1, #keys / 8 do
    local key, bucket = string.sub(keys, 8 * at - 7, 8 * at), KEYS[from + at - 1]
    local list = redis.call('HGET', bucket, key)
    if list then
      local parts, found, other = {}, 0, nil
      for posting = 5, #list, 10 do
        local its = string.sub(list, posting, posting + 5)
        if its == own then
          found = found + 1
          if at > 1 and heir then parts[#parts + 1] = heir .. string.sub(list, posting + 6, posting + 9) end
        else
          other = other or its
          parts[#parts + 1] = string.sub(list, posting, posting + 9)
        end
      end
      if at == 1 then heir = other end
      local number = holders(list)
      if found > 0 then
        local left = '\\0\\0\\0\\0' .. table.concat(parts)
        if at > 1 and heir then put(bucket, key, withHolders(left, number))
        else put(bucket, key, withHolders(left, math.max(#parts, number - found))) end
      elseif (at == 1 or not heir) and number > listed(list) and ticket % ${COUNT_STEP} == 0 then
        put(bucket, key, withHolders(list, math.max(listed(list), number - ${COUNT_STEP})))
      end
    end
  end
end
local function countWords(keys)
  for at = 1, #keys, 8 do
    local key = string.sub(keys, at, at + 7)
    local known = tonumber(redis.call('HGET', words, key) or '0')
    if known < ${KNOWN_IN} then redis.call('HSET', words, key, known + 1) end
  end
end
`

/**
 * ARGV: the number of documents; then of each its id, text, time or '', row without the time of the claim, keys, places, and '-' or
 * '+' with the keys of its words. Returns of each the ticket, 0 new, 1 again or 2 other, the number of documents, and its lists.
 */
export const CLAIM_SCRIPT = `${COMMON}
local clock = redis.call('TIME')
local now = struct.pack('>d', clock[1] * 1000 + math.floor(clock[2] / 1000))
local told, from = {}, 8
for number = 1, tonumber(ARGV[1]) do
  local id, text, at, row, keys, places, known = unpack(ARGV, 7 * number - 5, 7 * number + 1)
  local lists = {}
  for i = 1, #keys / 8 do
    lists[i] = redis.call('HGET', KEYS[from + i - 1], string.sub(keys, 8 * i - 7, 8 * i)) or ''
  end
  local before = documents()
  local held = redis.call('HGET', ids, id)
  if held then
    local digest = string.sub(redis.call('HGET', rows, held), 27, 34)
    told[number] = { held, digest == string.sub(keys, 1, 8) and 1 or 2, before, lists }
  else
    local ticket = redis.call('HINCRBY', meta, 'next', 1)
    local name = string.format('%.0f', ticket)
    redis.call('HSET', ids, id, name)
    redis.call('HSET', texts, name, text)
    redis.call('HSET', rows, name, (known == '-' and '\\0' or '\\1') .. string.sub(row, 2, 10) .. now .. string.sub(row, 19))
    redis.call('ZADD', order, name, name)
    if at ~= '' then redis.call('ZADD', times, at, name) end
    count('documents', 1)
    local entered = #lists[1] > 4 and 1 or #keys / 8
    for i = 1, entered do
      enter(KEYS[from + i - 1], string.sub(keys, 8 * i - 7, 8 * i), ticket, string.sub(places, 4 * i - 3, 4 * i))
    end
    if known == '-' then count('pending', 1) else countWords(string.sub(known, 2)) end
    told[number] = { name, 0, before, lists }
  end
  from = from + #keys / 8
end
return told
`

/** ARGV: the number of outcomes; then of each its ticket, '1' or '0' for kept, the keeper, and keys: of words, or of lists to leave. */
export const COMMIT_SCRIPT = `${COMMON}
local told, from = {}, 8
for number = 1, tonumber(ARGV[1]) do
  local ticket, kept, keeper, keys = unpack(ARGV, 4 * number - 2, 4 * number + 1)
  local row = redis.call('HGET', rows, ticket)
  if not row then told[number] = ''
  else
    if string.byte(row) == 0 then
      count('pending', -1)
      if kept == '1' then
        row = '\\1' .. string.sub(row, 2)
        countWords(keys)
      else
        leave(tonumber(ticket), keys, from)
        redis.call('HDEL', texts, ticket)
        row = '\\2' .. string.sub(row, 2, 18) .. struct.pack('>d', tonumber(keeper)) .. string.sub(row, 27)
        count('documents', -1)
        count('removed', 1)
      end
      redis.call('HSET', rows, ticket, row)
    end
    told[number] = row
  end
  if kept == '0' then from = from + #keys / 8 end
end
return told
`

/** ARGV: the number of documents; then of each its ticket and the keys of its lists. */
export const FORGET_SCRIPT = `${COMMON}
local told, from = {}, 8
for number = 1, tonumber(ARGV[1]) do
  local ticket, keys = unpack(ARGV, 2 * number, 2 * number + 1)
  local row = redis.call('HGET', rows, ticket)
  told[number] = row and 1 or 0
  if row then
    local state = string.byte(row)
    if state ~= 2 then leave(tonumber(ticket), keys, from) end
    redis.call('HDEL', rows, ticket)
    redis.call('HDEL', texts, ticket)
    redis.call('HDEL', ids, string.sub(row, 39, 38 + struct.unpack('>I4', string.sub(row, 35, 38))))
    redis.call('ZREM', order, ticket)
    redis.call('ZREM', times, ticket)
    count(state == 2 and 'removed' or 'documents', -1)
    if state == 0 then count('pending', -1) end
  end
  from = from + #keys / 8
end
return told
`
