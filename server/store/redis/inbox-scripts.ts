/** Lua for what comes in, and for whose a conversation is. A script sees one conversation; what it can't know (who an address
 *  belongs to, which keys are known elsewhere) is settled by `inbox.ts` and `people.ts` around it. */
import { DONE, ERASED, FROM_PERSON, OPTED_OUT, PARKED, PENDING, QUEUED, SET_ASIDE } from "../sqlite/codes.ts";
import { DAY, FORGET_AFTER } from "./numbers.ts";
import { ENTRY, RECORD } from "./record.ts";

/** `silent` as a number. */
export const SILENT = ["", "opted-out", "opted-in", "help", "yes"] as const;
/** What became of a message, beside a number that it was given. */
export const DUPLICATE = 0, GONE = -1, ELSEWHERE = -2, UNSEALED = -3;

const ADDRESSES = `
local function owns(r, entry)
  for p = 1, #(r.A or ''), ${ENTRY} do if sub(r.A, p, p + ${ENTRY - 1}) == entry then return true end end
  return false
end
-- Gives these addresses, each in place of the one of its kind. Returns those that went.
local function give(r, entries, sealed)
  local gone, now = '', r.A or ''
  for p = 1, #entries, ${ENTRY} do
    local entry, kept = sub(entries, p, p + ${ENTRY - 1}), ''
    for o = 1, #now, ${ENTRY} do
      local old = sub(now, o, o + ${ENTRY - 1})
      if sub(old, 1, 1) ~= sub(entry, 1, 1) then kept = kept .. old
      elseif old ~= entry then gone = gone .. old end
    end
    now = kept .. entry
  end
  r.A, r.S = now, sealed
  return gone
end
local function unmarked(r, keys)
  for _, w in ipairs(r.i) do if w.k and #w.k == 16 then keys[#keys + 1] = { w.k, w.d } end end
  return keys
end
`;

/** id, now, entries to give, sealed address, "1" to begin it, then the messages. Returns what became of each, the addresses
 *  that went, and the hint. */
export const ACCEPT = `${RECORD}${ADDRESSES}
local id, now, entries, sealed, begin = arg(), num(), arg(), arg(), arg()
local r, broken = load(id)
if broken then return faulty(id) end
local was, changed, gone = derive(id, r), false, ''
-- An id that Redis forgot it had given: whose this is must not become a stranger's too.
local taken = r and begin == '1' and not owns(r, sub(entries, 1, 17))
if not r and begin == '1' then r = { fl = 0, e = 0, n = 0, m = 0, f = 0, h = 0, i = {}, o = {} } end
if r and not taken and entries ~= '' and band(r.fl, ${ERASED}) == 0 then gone, changed = give(r, entries, sealed), true end

local function known(key)
  local short = sub(key, 1, 8)
  for _, w in ipairs(r.i) do if w.k and sub(w.k, 1, 8) == short and ((w.d or 0) == 0 or (w.d + 1) * ${DAY} > now) then return true end end
  return r.y and redis.call('HEXISTS', base .. 'r' .. id, 'k' .. short) == 1
end
local function add(m, state, origin)
  r.n, changed = r.n + 1, true
  r.i[#r.i + 1] = { q = r.n, s = state, o = origin > 0 and origin or nil, t = m.at, c = state and now or nil, b = m.sealed, k = m.key, d = m.day }
  return r.n
end
local function release()
  for _, w in ipairs(r.o) do if w.s == ${SET_ASIDE} then w.s, w.c = ${QUEUED}, nil end end
  r.fl, r.s = band(r.fl, ${~PARKED}), least(r.s or now, now)
end
-- The provider has answered already: noted, nothing to do.
local function quiet(m)
  r.h, r.g = most(r.h, m.at), r.g or now + ${FORGET_AFTER}
  if m.silent == ${SILENT.indexOf("opted-in")} or m.silent == ${SILENT.indexOf("yes")} then r.fl = band(r.fl, ${~OPTED_OUT})
  elseif m.silent == ${SILENT.indexOf("opted-out")} then r.fl = bor(r.fl, ${OPTED_OUT}) end
  return add(m, nil, ${FROM_PERSON})
end
local function fromPerson(m)
  if not r or taken or not owns(r, m.entry) then return ${ELSEWHERE} end
  if known(m.key) then return ${DUPLICATE} end
  if (r.S or '') == '' then
    if sealed == '' then return ${UNSEALED} end
    r.S = sealed
  end
  if m.silent > 0 and (m.silent ~= ${SILENT.indexOf("yes")} or band(r.fl, ${OPTED_OUT}) ~= 0) then return quiet(m) end
  r.h, r.r = most(r.h, m.at), r.r or now
  if r.O then r.O.h = 1 end
  if band(r.fl, ${PARKED}) ~= 0 then release() end
  return add(m, ${PENDING}, ${FROM_PERSON})
end
local function ends(errands, name)
  if name == '' then return true end
  if not errands or not errands[name] then return false end
  errands[name], changed = nil, true
  return true
end
local function fromInside(m)
  if not r or band(r.fl, ${ERASED}) ~= 0 then return ${GONE} end
  -- ended first, so that a repeated id cannot stay due for ever
  local first = ends(r.t, m.timer) and ends(r.k, m.lookup)
  if not first or m.marked or known(m.key) then return ${DUPLICATE} end
  r.r = r.r or now
  return add(m, ${PENDING}, m.origin)
end

local results = {}
for n = 1, num() do
  local m = { key = arg(), day = num(), at = num(), sealed = arg(), origin = num(), silent = num(), entry = arg(), timer = arg(), lookup = arg(), marked = arg() == '1' }
  results[n] = m.entry ~= '' and fromPerson(m) or m.entry == '' and fromInside(m)
end
if changed then save(id, r, was) end
return { results, gone, told() }
`;

/** id: its addresses, or nothing where it is not. */
export const ADDRESSES_OF = `${RECORD}
local r, broken = load(arg())
return r and r.A or ''
`;

/** id, entries, sealed address: gives these addresses. Returns those that went; false where it is not. */
export const READDRESS = `${RECORD}${ADDRESSES}
local id = arg()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or band(r.fl, ${ERASED}) ~= 0 then return false end
local was, gone, kept, left = derive(id, r), give(r, arg(), arg()), '', arg()
for p = 1, #r.A, ${ENTRY} do
  local entry = sub(r.A, p, p + ${ENTRY - 1})
  local stays = true
  for l = 1, #left, ${ENTRY} do if sub(left, l, l + ${ENTRY - 1}) == entry then stays = false end end
  if stays then kept = kept .. entry end
end
r.A = kept
save(id, r, was)
return gone
`;

/** id, entry: this address is another's from now on, and what was sealed may hold it. Returns keys that \`seen\` may not know:
 *  a message of theirs that is told again would else be taken for the new owner's. */
export const LOSE = `${RECORD}${ADDRESSES}
local id, entry = arg(), arg()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or not owns(r, entry) then return {} end
local was, kept, keys = derive(id, r), '', unmarked(r, {})
for _, w in ipairs(allOutside(id, r, 'i')) do if w.k and #w.k == 16 then keys[#keys + 1] = { w.k, w.d } end end
for p = 1, #r.A, ${ENTRY} do
  local one = sub(r.A, p, p + ${ENTRY - 1})
  if one ~= entry then kept = kept .. one end
end
r.A, r.S = kept, ''
save(id, r, was)
return keys
`;

/** id, fence, number of the turn that erases: what must be done elsewhere before it: the addresses, the sealed address, keys
 *  to mark, and what they wrote after asking, which is a stranger's. Changes nothing. */
export const FAREWELL = `${RECORD}${ADDRESSES}
local id, fence, q = arg(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or not r.T or r.T.f ~= fence then return false end
local keys, unread = {}, {}
local function look(rows)
  for _, w in ipairs(rows) do
    if w.s == ${PENDING} and w.q ~= q and not w.o then unread[#unread + 1] = { w.q, w.t, w.c, w.b, w.k or '', w.d or 0 }
    elseif w.s ~= ${DONE} and w.k and #w.k == 16 then keys[#keys + 1] = { w.k, w.d } end
  end
end
look(r.i)
look(allOutside(id, r, 'i'))
return { r.n, r.A or '', r.S or '', keys, unread }
`;

/** A pointer from an address: taken away, or given to another, only while it points where the caller saw it point. */
export const UNPOINT = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;
export const REPOINT = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]) return 1 end return 0`;

/** Keys of messages, 8 bytes each, in sets of integers that stay small enough to be packed. The shard gives 11 bits more.
 *  KEYS[1]: how many sets a term has. Terms end every ten days, so that few of them are looked through. */
const FULL = 500;
const LOOK = `
local function known(key)
  local terms = redis.call('HGETALL', KEYS[1])
  for n = 1, #terms, 2 do
    for set = 1, tonumber(terms[n + 1]) do
      if redis.call('SISMEMBER', KEYS[1] .. terms[n] .. '.' .. set, key) == 1 then return true end
    end
  end
  return false
end`;
export const KNOWN = `${LOOK}
return known(ARGV[1]) and 1 or 0`;
export const MARK = `${LOOK}
if known(ARGV[1]) then return 0 end
local term, set = ARGV[2], tonumber(redis.call('HGET', KEYS[1], ARGV[2]) or 0)
if set == 0 or redis.call('SCARD', KEYS[1] .. term .. '.' .. set) >= ${FULL} then
  set = set + 1
  redis.call('HSET', KEYS[1], term, set)
end
redis.call('SADD', KEYS[1] .. term .. '.' .. set, ARGV[1])
return 1`;
export const FORGET_KEYS = `
local gone, terms, day = 0, redis.call('HGETALL', KEYS[1]), tonumber(ARGV[1])
for n = 1, #terms, 2 do
  local term = tonumber(terms[n])
  if term > 0 and term < day then
    for set = 1, tonumber(terms[n + 1]) do
      gone = gone + redis.call('SCARD', KEYS[1] .. terms[n] .. '.' .. set)
      redis.call('DEL', KEYS[1] .. terms[n] .. '.' .. set)
    end
    redis.call('HDEL', KEYS[1], terms[n])
  end
end
return gone`;
